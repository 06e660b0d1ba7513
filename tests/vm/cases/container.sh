# A process with another root, by chroot or with mounts of its own: its libc is found there, and its frames are named.
#@ compile brk.mto -e 'tracepoint:syscalls:sys_enter_brk { @[ustack] = count(); } uprobe:libc:brk { @brk = count(); }'
mkdir root
mount -t tmpfs root root
mkdir -p root/lib root/lib64 root/old
cp /tests/bin/brkcalls root/inside
cp /lib64/ld-linux-x86-64.so.2 root/lib64/
find / -xdev -name libc.so.6 ! -path '/sid/*' -exec cp {} root/lib/ \;
printf 'cd root && pivot_root . old && umount -l old && exec /inside "$@"\n' >enter

run() { # run COMMAND...: which becomes the program
	trace_work brk.mto "$@" libc 12
	shown | cut_below main | mask_offsets
	losses
}

echo '== chroot'
run chroot root /inside
echo '== mounts of its own'
run unshare -m sh enter
umount -l root
