# shellcheck shell=bash disable=SC2034,SC2154 # interleave takes names; variables of bench.sh
# How long compiling takes, and how much memory: memtap -n, and bpftrace's modes that end after code generation.
section 'Compile only, natively'

one_liner='tracepoint:syscalls:sys_enter_brk { @[comm] = count(); }'
ours=("$MEMTAP" -n -e "$one_liner")
theirs=("${PEER[@]}" -e "$one_liner")
older=("${HERE[@]}" -e "$one_liner")
interleave 15 ours theirs older
row 'one-liner: processor time' ms "${milliseconds[ours]}" "$PEER_NAME" "${milliseconds[theirs]}" ratio 0.0667
row 'one-liner: processor time' ms "${milliseconds[ours]}" "$HERE_NAME" "${milliseconds[older]}"
row 'one-liner: memory' MB "${megabytes[ours]}" "$PEER_NAME" "${megabytes[theirs]}" most 40
row 'one-liner: memory' MB "${megabytes[ours]}" "$HERE_NAME" "${megabytes[older]}"
row 'one-liner: instructions' M "$(instructions ours)" "$PEER_NAME" "$(instructions theirs)"

tool=("$MEMTAP" -n -p 1 memleak)
interleave 10 tool
row 'memleak: processor time' ms "${milliseconds[tool]}" '' '' most 30
row 'memleak: memory' MB "${megabytes[tool]}"
