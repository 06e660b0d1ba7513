kprobe:vfs_read
{
	$size = arg2;
	@bytes = sum(siz);
	@ = pid(1);
	@ = count;
	@ = sum(prid);
	printff("x");
	prin("%d", 1);
	arg(1);
	@x = $sise;
	$later = $later + 1;
	$n += 1;
	$m++;
	@z = argN;
	@w = arg00;
	@v = bites;
	@u = wholly_unknown;
	wholly_unknown(1);
}
tracepoint:kmem:kmalloc { @ = sum(bytes_req); @ = sum(byte_alloc); }
