# A process with another root, by chroot or with mounts of its own, or in a container: its libc is found there, and its frames are named.
#@ compile brk.mto -e 'tracepoint:syscalls:sys_enter_brk { @[ustack] = count(); } uprobe:libc:brk { @brk = count(); }'
make_root /tests/bin/brkcalls

run() { # run COMMAND...: which becomes the program
	trace_work brk.mto "$@" libc 12
	shown | cut_below main | mask_offsets
	losses
}

echo '== chroot'
run chroot root /brkcalls
echo '== mounts of its own'
run unshare -m sh enter /brkcalls
echo '== mounts and process IDs of its own'
start unshare -m -p -f sh enter /brkcalls libc 12
container=$pid
pid=$(tr -d ' ' <"/proc/$container/task/$container/children")
trace -p "$pid" brk.mto
work
end_trace
nothing_left "$pid"
shown | cut_below main | mask_offsets
losses
kill -TERM "$pid"
wait "$container"
umount -l root
