# watch(), unwatch() and watchpoint:armed: threads that there are and that start, a child process, more places than the processor has,
# one that is free again, and another program in the same process.
#@ smoke
#@ compile watch.mto watch.mt
#@ compile context.mto -e 'software:cpu-clock:100000 { @[(ctx->regs.cs & 3) == 3 ? ctx->regs.ip >> 47 : ~ctx->regs.ip >> 47, ctx->sample_period] = count(); exit(); }'
#@ compile refused.mto -e 'uprobe:/tests/bin/armed:watched { watch(arg0 + 4, 8, "rw"); watch(0xffffffff81000000, 8, "w"); printf("asked\n"); } watchpoint:armed { @ = count(); }'
lines() { grep -c "^$1" "$2" || :; }
wait_for_lines() { until_true 60 eval "[ \$(lines '$1' '$2') -ge $3 ]" || fail "not $3 lines '$1' in $2"; }
start armed
trace watch.mto
go
wait_for_lines 'watching' trace.out 5
go
wait_for_lines 'watching' trace.out 6
wait_for_lines 'ready' armed.log 3
go
wait_for_lines 'watching' trace.out 11
wait_for_lines 'ready' armed.log 4
go
wait_for_line 'done' armed.log
finish
end_trace
shown
losses

echo '== what is refused'
start armed
trace refused.mto
go
wait_for_lines 'asked' trace.out 5
kill "$pid"
end_trace
shown | sort -u
losses

echo '== the context of perf events'
memtap context.mto 2>trace.err | sed '/^$/d; s/: [0-9]*$//'
losses
