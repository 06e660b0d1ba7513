# Code that a program has compiled while it ran has the names that it tells perf of: of a process that is there, that has ended, in
# a container with process numbers of its own; not if the file is somebody else's, or a link.
#@ timeout 150
#@ compile parents.mto -e 'tracepoint:syscalls:sys_enter_getppid /comm == "jitted"/ { @[ustack] = count(); }'
#@ compile perf.mto -e 'tracepoint:syscalls:sys_enter_getppid /comm == "jitted"/ { @[ustack(perf, 3)] = count(); }'
frames() { shown | cut_below main | mask_offsets | mask_addresses; losses; }

echo '== a process that is there'
trace_work parents.mto jitted 3
frames
echo '== as perf has it'
start jitted 3
trace -p "$pid" perf.mto
work
end_trace
shown | sed "s/perf-$pid/perf-PID/; s/[0-9a-f]\{8,\} /ADDRESS /; s/+[0-9]* (/+OFFSET (/"
finish
echo '== one that has ended'
trace parents.mto
run_seen jitted --exit 4
end_trace
frames

echo '== in a container that has ended'
make_root /tests/bin/jitted
mkfifo lines
trace parents.mto
unshare -m -p -f sh enter /jitted --exit 5 <lines >jitted.log &
container=$!
exec 3>lines
wait_for_line '^ready' jitted.log
cat jitted.log
usleep 200000
echo >&3
wait "$container"
exec 3>&-
umount -l root
end_trace
frames

for kind in another linked; do
	echo "== $kind file"
	trace parents.mto
	start jitted --exit 6
	if [ $kind = linked ]; then
		ln -s /tmp/names /tmp/perf-$pid.map
	else
		: >/tmp/perf-$pid.map
		chown 12345 /tmp/perf-$pid.map
	fi
	go
	wait "$pid"
	end_trace
	frames
done
