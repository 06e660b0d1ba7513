# Processes that have ended before memtap could look at them, which is stopped meanwhile: names by what it was told of their files,
# the build IDs, in a container whose other processes are there, or when the file has gone; and none by a file of another build.
#@ timeout 150
#@ compile parents.mto -e 'tracepoint:syscalls:sys_enter_getppid /comm == "named" || comm == "gone"/ { @[comm, ustack] = count(); }'
report() {
	kill -CONT "$tracer"
	end_trace
	shown | cut_below main | mask_offsets | mask_addresses
	losses
}

echo '== in a container'
make_root /tests/bin/named /bin/busybox
mkfifo lines
trace parents.mto
unshare -m -p -f sh enter /busybox sh <lines >container.log &
container=$!
exec 3>lines
echo 'echo entered' >&3
wait_for_line entered container.log
kill -STOP "$tracer"
echo '/named --now --exit 3; echo ended' >&3
wait_for_line ended container.log
report
exec 3>&-
wait "$container"
umount -l root

echo '== a file of another build'
cp /tests/bin/named gone
trace parents.mto
kill -STOP "$tracer"
./gone --now --exit 4 >/dev/null
rm gone
cp /tests/bin/stacks gone
report >seen
sed -n 's|(gone+OFFSET)|in gone|p' seen | sort | uniq -c | sed 's|^ *||'

echo '== known from elsewhere'
rm gone
cp /tests/bin/named gone
trace parents.mto
run_seen named --exit 1
kill -STOP "$tracer"
./gone --now --exit 5 >/dev/null
rm gone
report
