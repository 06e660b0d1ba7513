# What a process samples of its own heap: libmemsample.so, and another program that carries the same notes.
#@ compile sampled.mto sampled.mt
#@ compile report.mto sampled.report.mt

# within PERCENT FILE: bytes, bound and objects of the report are near what the program says that it kept.
within() {
	awk -v percent="$1" '
		/^kept / { bytes = $2; blocks = $3 }
		/^\]: / { got = $2; bound = $5; objects = $7 }
		function about(n, of) { return n > of * (1 - percent / 100) && n < of * (1 + percent / 100) }
		END {
			print (about(got, bytes) ? "bytes are right" : "bytes: " got " of " bytes)
			print (about(objects, blocks) ? "objects are right" : "objects: " objects " of " blocks)
			print (bound > bytes / 100 && bound < bytes / 25 ? "the bound is right" : "bound: " bound)
		}' "$2"
}

echo "== a preloaded sampler"
MEMSAMPLE_SEED=1 memtap sampled.mto -c 'sampled --now --exit 1' >trace.out 2>trace.err
losses
sed -n '/^@heap/,/^\]/{ s/^\]:.*/]/; p }' trace.out | sed '/main+/d; s/+[0-9]*$//'
within 15 trace.out

echo "== in JSON"
MEMSAMPLE_SEED=1 memtap -f json sampled.mto -c 'sampled --now --exit 1' >trace.out 2>trace.err
sed -n 's/.*\("bytes".*\),"oldest_ns.*/\1/p' trace.out | sed 's/[0-9]\{3,\}/N/g'

echo "== a process that runs, and has the library"
MEMSAMPLE_INTERVAL=8192 MEMSAMPLE_SEED=1 LD_PRELOAD=/usr/lib/memtap/libmemsample.so start sampled 1
trace -p "$pid" sampled.mto
work
finish
wait "$tracer"
losses
cat sampled.log >>trace.out
within 15 trace.out

echo "== notes of another producer"
start otelnotes
trace -p "$pid" report.mto
work
finish
wait "$tracer"
shown | sed "s,oldest .*,oldest T,"
losses

echo "== a process without notes"
start sampled 1
memtap -p "$pid" sampled.mto 2>&1 | sed "s/process $pid/process PID/" || :
finish

echo "== no process"
memtap sampled.mto 2>&1 || :

echo "== a program that loads no library"
memtap sampled.mto -c '/bin/busybox true' 2>&1 || :
