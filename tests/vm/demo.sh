# make demo: a program that leaks, found; the same program mended, cleared.
#@ timeout 150
leak() {
	start fibleak "$@"
	trace memleak -p "$pid"
	work
	end_trace
	cat trace.out
	finish
}

echo "A thread computes Fibonacci numbers and callocs 1024 long longs in each of 100 steps, never freed:"
echo "\$ memtap memleak -p PID"
leak 100
echo "The same program with its leak mended:"
leak --fix 100
