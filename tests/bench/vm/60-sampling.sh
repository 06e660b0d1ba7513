# shellcheck shell=sh disable=SC2154 # variables of guest_lib.sh
# What the pair of malloc and free costs when the process samples itself, and when all calls are probed.
section 'A traced malloc(64) and free(), in the VM'

# Enough that it does not matter what the tracer does beside it: the clock counts the instructions of all processors.
PAIRS=1000000
sampler=/usr/lib/memtap/libmemsample.so
settle() { sleep 1; } # the kernel frees what the last one used
pair_of() { sed -n 's/.*pair //p' "$1" | tr -d '\r'; }

for _ in $(seq "$ROUNDS"); do
	settle
	churn --now --exit $PAIRS >run.log
	pair_of run.log >>bare
	settle
	LD_PRELOAD=$sampler churn --now --exit $PAIRS >run.log
	pair_of run.log >>idle
	settle
	memtap memleak --sample 512K -c "churn --now --exit $PAIRS" >run.log 2>&1
	pair_of run.log >>sampled
	settle
	memtap memleak -c "churn --now --exit 2000" >probed.log 2>&1
	pair_of probed.log >>probed
done
cat run.log probed.log
head bare idle sampled probed
bare=$(median <bare)
row 'memleak --sample 512K: slower by' x "$(calculate "$(median <sampled) / $bare")" '' '' most 1.3
row 'memleak, every call probed: slower by' x "$(calculate "$(median <probed) / $bare")"
row 'libmemsample.so, nobody listens: slower by' x "$(calculate "$(median <idle) / $bare")"
