# iter: every task and mapping, of the machine or of -p; exit() in between; programs that wait for something else, too.
#@ smoke
#@ timeout 300
#@ compile task.mto -e 'iter:task { if (ctx->task->pid <= 2) { printf("%s %d %s\n", ctx->task->comm, ctx->task->pid, probe); } printf("task %d\n", ctx->task->pid); } END { printf("end\n"); }'
#@ compile vma.mto -e 'iter:task_vma { @[ctx->task->comm, ctx->vma->vm_end - ctx->vma->vm_start > 0] = count(); }'
#@ compile exit.mto -e 'it:task { @seen = count(); exit(); }'
#@ compile many.mto -e 'BEGIN { @begin = 1; } iter:task { @first = count(); } iter:task { @second = count(); } interval:ms:100 { printf("tick\n"); exit(); }'
#@ compile long.mto -e 'iter:task_vma { printf("%64s\n", ctx->task->comm); printf("%64d\n", ctx->vma->vm_start); }'
#@ compile busy.mto -e 'config = { perf_rb_pages = 4; } iter:task { @tasks = count(); } tracepoint:syscalls:sys_enter_write /comm == "dd"/ { cat("/proc/self/comm"); } END { printf("tasks %d\n", @tasks > 0); clear(@tasks); }'
#@ compile brief.mto -e 'config = { perf_rb_pages = 4; } iter:task { @tasks = count(); } tracepoint:syscalls:sys_enter_write /comm == "dd"/ { cat("/proc/self/comm"); } interval:ms:100 { exit(); } END { printf("tasks %d\n", @tasks > 0); clear(@tasks); }'
tasks() { ls -d /proc/[0-9]*/task/[0-9]* 2>/dev/null | sed 's,.*/,,' | sort; } # some end before ls sees them
start calls 1
tasks >before
memtap task.mto >trace.out 2>trace.err
tasks >after
shown | grep -v '^task'
sed -n 's/^task //p' trace.out | sort >seen
grep -xFf after before | grep -vxFf seen | sed 's/^/not seen: /'
uniq -d seen | sed 's/^/seen twice: /'
losses
mappings=$(grep -cv vsyscall "/proc/$pid/maps") # which is no mapping
memtap -p "$pid" vma.mto >trace.out 2>trace.err
[ "$(shown)" = "@[calls, true]: $mappings" ] && echo 'all mappings of calls, and only these' || shown
memtap exit.mto 2>trace.err | grep .
memtap many.mto >trace.out 2>trace.err
awk -F': ' '/^@(first|second)/ { print $1, ($2 > 10); next } /./' trace.out
memtap long.mto >trace.out 2>trace.err
awk 'END { print (NR > 100) }' trace.out
losses
memtap -l 'iter:*'

echo '== events that come faster than they are printed'
dd if=/dev/zero of=/dev/null bs=1 2>/dev/null &
dd=$!
memtap brief.mto 2>trace.err | grep '^tasks'
trace busy.mto
kill -TERM "$tracer"
wait "$tracer" && echo ended
kill $dd
