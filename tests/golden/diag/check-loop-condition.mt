// A condition of while is asked in the loop, so what it calls is one deeper.
fn twice() : int64 {
	for ($i : 0..2) { for ($j : 0..2) { @++; } }
	return @;
}
kprobe:vfs_read { while (twice() < 10) { @rounds++; } }
kprobe:vfs_write { for ($k : 0..2) { while (twice() < 10) { @rounds++; } } }
