# A process with mounts and process numbers of its own, which has ended before the report: names of its program, of its debug
# file, which only the container has, and of its libc.
#@ prepare tests/vm/stripped named
#@ compile parents.mto -e 'tracepoint:syscalls:sys_enter_getppid /comm == "named"/ { @[ustack] = count(); }'
mkdir root
mount -t tmpfs root root
read -r folder file <build-id
mkdir -p root/lib root/lib64 root/old root/usr/lib/debug/.build-id/$folder
cp exported root/named
cp whole.debug root/usr/lib/debug/.build-id/$folder/$file
cp /lib64/ld-linux-x86-64.so.2 root/lib64/
find / -xdev -name libc.so.6 ! -path '/sid/*' -exec cp {} root/lib/ \;
printf 'cd root && pivot_root . old && umount -l old && exec /named 3\n' >enter

mkfifo lines
trace parents.mto
unshare -m -p -f sh enter <lines >named.log &
container=$!
exec 3>lines
wait_for_line '^ready' named.log
cat named.log
usleep 200000 # for memtap to see its files
echo >&3
wait_for_line '^done' named.log
echo >&3
wait "$container"
exec 3>&-
umount -l root
end_trace
shown | cut_below main | mask_offsets
losses
