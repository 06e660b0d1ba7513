# Functions and builtins that ask the machine, compared with what the shell knows.
#@ timeout 180
#@ compile machine.mto functions-machine.mt
#@ compile who.mto -e 'tracepoint:syscalls:sys_enter_lseek { printf("%d %s %s %s %d %d %d\n", ppid, pcomm, leader_comm, username, cgroup == cgroupid("/sys/fs/cgroup/a/b"), tid == pid, leader_tid == pid); @[username, leader_comm, comm] = count(); @path = cgroup_path(cgroup); }'
#@ compile registers.mto -e 'uprobe:/tests/bin/calls:many_a { printf("%d %d %d %d\n", reg("ip") > 0, reg("di") == arg0, (reg("cs") & 3), usermode); @user[usym(reg("ip"))] = count(); @file[usym(uaddr("many_a") + reg("ip") - uaddr("many_a"))] = count(); @ctx[ctx != 0] = count(); } kprobe:ksys_lseek { @kernel[usermode, ksym(reg("ip"))] = count(); }'
#@ compile nowhere.mto -e 'BEGIN { print(kaddr("nosuch")); }'
#@ compile nogroup.mto -e 'BEGIN { print(cgroupid("/nonexistent")); }'
#@ compile nofunction.mto -e 'uprobe:/tests/bin/calls:many_a { print(uaddr("many_aa")); }'
mount -t cgroup2 none /sys/fs/cgroup 2>/dev/null || :
mkdir -p /sys/fs/cgroup/a/b /sys/fs/cgroup/a/c
memtap machine.mto >trace.out
address=$(sed -n 's/ [tT] vfs_read$//p' /proc/kallsyms)
b=$(stat -c %i /sys/fs/cgroup/a/b) c=$(stat -c %i /sys/fs/cgroup/a/c)
sed "s/^$address\$/ADDRESS/; s/a.b $b,/a,b ID,/; s/a.c $c\$/a,c ID/; s/$(date +%Y-%m-%d)/TODAY/; s/ncpus $(grep -c ^processor /proc/cpuinfo) /ncpus ALL /" trace.out | sed '/^$/d'

start su nobody -s /bin/sh -c 'exec /tests/bin/calls 1'
echo "$pid" >/sys/fs/cgroup/a/b/cgroup.procs
trace -p "$pid" who.mto
work
end_trace
shown | sort -u | sed "s/^$$ /PARENT /"

finish
trace_work registers.mto calls 1
shown | sort -u
for program in nowhere nogroup nofunction; do
	memtap $program.mto 2>&1 || echo "exit status $?"
done
