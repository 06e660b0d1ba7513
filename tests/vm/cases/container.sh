# A process with another root, by chroot or with mounts of its own: its libc is found there, and its frames are named.
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
umount -l root
