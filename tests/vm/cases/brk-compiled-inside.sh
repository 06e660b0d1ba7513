# The whole compiler runs inside, on the machine that it traces.
#@ timeout 150
start brkcalls inline 12
memtap -e 'tracepoint:syscalls:sys_enter_brk /comm == "brkcalls"/ { @[ustack, comm] = count(); }' \
	>trace.out 2>trace.err </dev/null &
tracer=$!
until_true 60 attached
work
end_trace
shown | cut_below main | mask_offsets
