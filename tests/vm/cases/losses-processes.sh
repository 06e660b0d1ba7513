# What the kernel tells of processes while memtap is stopped, and has no room for: its buffer has 128 KiB a CPU, and a
# mapping takes from 96 to 128 bytes of it. Besides the mappings there are at most a hundred records of the processes that
# are run here. That something was lost the kernel says with the first record that it has room for again. There is room when memtap
# has answered a signal, before which it takes what processes have done.
#@ compile name.mto -e 'uprobe:/tests/bin/calls:six { printf("in %s\n", usym(reg("ip"))); } self:signal:SIGUSR1 { printf("awake\n"); }'
trace name.mto
kill -STOP "$tracer"
codemaps --now --exit 5000 >/dev/null
kill -CONT "$tracer"
kill -USR1 "$tracer"
wait_for_line '^awake' trace.out
calls --now --exit 1 >/dev/null
wait_for_line '^in' trace.out # all that was kept is read by now, and this grep itself is a process
end_trace
shown
lost=$(sed -n 's/^memtap: \([0-9]*\) events of processes lost (exec, exit, mmap) .*/\1/p' trace.err)
cpus=$(grep -c ^processor /proc/cpuinfo)
[ "${lost:-0}" -ge $((5000 - cpus * 131072 / 96)) ] && [ "$lost" -le 5100 ] || { losses; fail "$lost lost"; }
