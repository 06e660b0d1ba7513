# Of programs that see the kernel's allocator the memory has room for so many objects: who asked for more is told.
hold='tracepoint:kmem:kmalloc { @held = hold(args.ptr, args.bytes_alloc); } BEGIN { exit(); }'
limit() {
	echo "== $1"
	memtap -q -e "config = { $2 print_maps_on_exit = false; } $hold" 2>&1 >/dev/null | sed -n '/at most/s/holds [0-9]*/holds N/p'
}
limit many 'max_held_objects = 64M;'
limit few 'max_held_objects = 10;'
limit default ''
