# shellcheck shell=bash disable=SC2034 # variables for others
# What the figures of the host have in common.

MEMTAP=$(realpath "$BUILD/memtap")
peers=$(realpath "$VM/peers")
# Sid's bpftrace with its own libraries, on whatever is installed here; compiles only.
PEER=("$peers/usr/lib64/ld-linux-x86-64.so.2" --library-path "$(echo "$peers"/usr/lib/*-linux-gnu)" "$peers/usr/bin/bpftrace" --mode codegen)
PEER_NAME=$(sed -n 's/^\(bpftrace\) \([0-9]*\.[0-9]*\).*/\1 \2/p' "$peers/versions")
# That of the distribution: -d is its dry run.
HERE=(bpftrace -d)
HERE_NAME=$(bpftrace --version 2>/dev/null | sed -n 's/ v\?\([0-9]*\.[0-9]*\).*/ \1/p')

export MEMTAP_NO_CACHE=1

mount --bind "$VM/6.1/snapshot/sys/kernel/tracing" /sys/kernel/tracing
mount --bind "$VM/6.1/snapshot/sys/kernel/btf" /sys/kernel/btf

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# interleave ROUNDS COMMAND...: each an array's name; they take turns. Sets for each milliseconds[NAME], the least of its processor times,
# and megabytes[NAME], the most that it had resident: other work on the machine adds to the former only. A command that fails has none.
declare -A milliseconds megabytes
interleave() {
	local rounds=$1 round name microseconds kilobytes
	local -A best most
	shift
	for ((round = 0; round < rounds; round++)); do
		for name; do
			local -n words=$name
			read -r microseconds _ kilobytes < <("$BENCH/bin/measure" 1 "${words[@]}" 2>"$work/errors") || continue
			((microseconds >= ${best[$name]:-1000000000})) || best[$name]=$microseconds
			((kilobytes <= ${most[$name]:-0})) || most[$name]=$kilobytes
		done
	done
	for name; do
		milliseconds[$name]=$(calculate "${best[$name]-} / 1000")
		megabytes[$name]=$(calculate "${most[$name]-} / 1024")
	done
}

# instructions COMMAND: in millions, as valgrind counts them; nothing when it does not run there. Cachegrind is quick, but writes its
# count into a file, which memtap's fence forbids: then lackey counts the same.
instructions() {
	local counted
	command -v valgrind >/dev/null || return 0
	counted=$(count_by 'I *refs' "$1" --tool=cachegrind --cache-sim=no)
	[[ $counted ]] || counted=$(count_by 'guest instrs' "$1" --tool=lackey --basic-counts=yes)
	echo "$counted"
}
count_by() { # count_by LINE COMMAND OPTION...
	local line=$1
	local -n words=$2
	shift 2
	(cd "$work" && valgrind "$@" "${words[@]}" 2>&1 >/dev/null </dev/null) |
		sed -n "s/^.* $line: *\([0-9,]*\)$/\1/p" | tr -d , | awk '{ sum += $1 } END { if (sum) print sum / 1e6 }'
}
