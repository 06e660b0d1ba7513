# A script that names memtap in its first line, compiled on the machine that it traces; an address of a binary.
#@ timeout 150
printf '#!/usr/bin/memtap\n' >script.mt
printf 'BEGIN { printf("from a script\\n"); exit(); }\n' >>script.mt
chmod +x script.mt
./script.mt 2>trace.err
losses

start calls 3
rm trace.err
memtap -p "$pid" -e "uprobe:/tests/bin/calls:$(calls --address) { @six[arg0] = count(); } uretprobe:/tests/bin/calls:six { @ = count(); }" \
	>trace.out 2>trace.err </dev/null &
tracer=$!
until_true 60 attached
work
end_trace
shown
losses
