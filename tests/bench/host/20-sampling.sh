# shellcheck shell=bash disable=SC2034,SC2154 # interleave takes names; variables of bench.sh
# What the sampling library costs a program that does nothing but malloc(64) and free(), natively.
section 'Sampling in the process, natively'

PAIRS=10000000
library=$(realpath "$BUILD/libmemsample.so")
pair() { "$@" "$BENCH/bin/churn" --now --exit $PAIRS </dev/null | sed -n 's/^pair //p'; }
for ((round = 0; round < 11; round++)); do
	pair env >>"$work/bare"
	pair env LD_PRELOAD="$library" >>"$work/idle"
	pair env LD_PRELOAD="$library" CHURN_LISTEN=1 >>"$work/active"
done
# What else the machine does only adds.
for what in bare idle active; do declare "$what=$(least <"$work/$what")"; done
row 'nobody listens: malloc and free' ns "$idle" 'bare libc' "$bare" ratio 1.25
row 'sampled: malloc and free' ns "$active" 'bare libc' "$bare" ratio 1.6
