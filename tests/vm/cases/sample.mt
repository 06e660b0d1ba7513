BEGIN {
	for ($i : 0..200000) {
		$bytes = sample(100, 1K); // kept with 1 - e^(-100/1024) = 0.09302
		@small += $bytes;
		if ($bytes) { @kept++; }
	}
	for ($i : 0..100000) { @even += sample(1K, 1K); } // 0.63212
	for ($i : 0..200000) { @mixed += sample($i % 2 == 0 ? 1000 : 5000, 2K); }
	for ($i : 0..1000) { @large += sample(64K, 1K); }
	for ($i : 0..1000) { @all += sample(5, 0); }
	exit();
}
