# The three one-liners of README.md; how many pages it takes is the kernel's business.
#@ compile sizes.mto -p 1 -e 'mem:alloc { @ = stats(bytes(args.size)); }'
#@ compile pages.mto -p 1 -e 'tracepoint:kmem:mm_page_alloc { @ = sum(bytes(4K << args.order)); }'
#@ compile leak.mto -p 1 -e 'mem:alloc { @[ustack(source, 2)] = hold(args.ptr, args.size); } mem:free { release(@, args.ptr); }'
for what in sizes pages leak; do
	memtap -c 'fibleak --now --exit 40' $what.mto 2>/dev/null | grep -v '^ready\|^fib\|^done\|^$' >trace.out
	echo "== $what"
	sed 's/^@: [0-9.]* KiB$/@: N KiB/; s/+[0-9]* (/+OFFSET (/; s/:[0-9]*)$/:LINE)/' trace.out
done
