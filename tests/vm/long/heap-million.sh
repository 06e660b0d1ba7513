# Ten errors among a million allocations, for each tool that looks at all of them, and none in a program that has none.
#@ timeout 1700
#@ compile doublefree.mto doublefree
#@ compile tempalloc.mto tempalloc
#@ compile memdiff.mto memdiff
run() { # run TOOL KIND
	echo "== $1: $2"
	start heaperr "$2" 1000000
	trace -p "$pid" "$1.mto"
	go
	until grep -q '^done' "$log"; do sleep 2; done
	finish
	wait "$tracer"
	losses
}
run doublefree double
grep -c 'is freed again' trace.out
run tempalloc temporary
grep -o '{.*' trace.out
run memdiff leak
sed -n 's/^\]: //p; s/^ *\(leak_[0-9]\)+.*/\1/p' trace.out | paste -sd ' \n' | sort
run doublefree none
run tempalloc none
run memdiff none
