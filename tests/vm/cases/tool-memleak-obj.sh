# --obj: jemalloc and tcmalloc as Debian has them, and the operators new and delete: of tcmalloc, which do not end in malloc(), and
# of libstdc++, which do.
#@ timeout 200
#@ compile jemalloc.mto -p 1 memleak 3600 --obj libjemalloc.so.2 --top 100
#@ compile tcmalloc.mto -p 1 memleak 3600 --obj libtcmalloc_minimal.so.4 --top 100
#@ compile libc.mto -p 1 memleak 3600 --top 100
#@ compile calls-jemalloc.mto tool-memleak-obj.calls.mt --obj libjemalloc.so.2
#@ compile calls-tcmalloc.mto tool-memleak-obj.calls.mt --obj libtcmalloc_minimal.so.4
#@ compile calls.mto tool-memleak-obj.calls.mt
# reported PLAN PROGRAM...: the innermost function of each stack, with its bytes and blocks, is what the program says that it leaks
reported() {
	plan=$1
	shift
	"$@" --expect >expected
	start "$@"
	trace -p "$pid" "$plan.mto"
	work
	end_trace
	finish
	awk '/^@heap\[/ { getline; sub(/\+.*/, "", $1); name = $1 } /^\]: / { print name, $2, $5 }' trace.out | sort >seen
	diff -u expected seen && echo "the report equals the $(wc -l <expected) known leaks"
	losses
}
echo '== jemalloc'
reported jemalloc anyheap-jemalloc
echo '== tcmalloc'
reported tcmalloc anyheap-tcmalloc
echo '== preloaded'
reported tcmalloc env LD_PRELOAD=libtcmalloc_minimal.so.4 anyheap
echo '== libc and libstdc++'
reported libc anyheap

echo '== each call counts once'
for library in -jemalloc -tcmalloc ''; do
	start anyheap$library
	trace -p "$pid" "calls$library.mto"
	work
	end_trace
	finish
	shown
done
