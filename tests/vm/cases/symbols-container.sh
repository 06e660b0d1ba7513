# A process with mounts and process numbers of its own, which has ended before the report: names of its program, of its debug
# file, which only the container has, and of its libc.
#@ prepare tests/vm/stripped named
#@ compile parents.mto -e 'tracepoint:syscalls:sys_enter_getppid /comm == "named"/ { @[ustack] = count(); }'
mv exported named
make_root named
read -r folder file <build-id
mkdir -p root/usr/lib/debug/.build-id/$folder
cp whole.debug root/usr/lib/debug/.build-id/$folder/$file

mkfifo lines
trace parents.mto
unshare -m -p -f sh enter /named 3 <lines >named.log &
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
