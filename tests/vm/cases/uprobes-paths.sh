# Paths with a '*': all files that match, each once, whatever its names; those without the function are left out.
mkdir one two three
cp /tests/bin/described /tests/bin/usdtprog one/
cp /tests/bin/described two/
cp /tests/bin/usdtprog three/
ln -s ../one/usdtprog two/usdtlink
echo no program >two/described.txt

# traced SCRIPT COMMAND...: what the script prints of it, in the order of the probes
traced() {
	trace -e "$1"
	shift
	for command; do $command >/dev/null; done
	end_trace
	shown | sort
	losses
}
traced 'uprobe:./*/described:look { @[probe, func] = count(); @sum = sum(args.number); }' \
	'one/described --now --exit 3' 'two/described --now --exit 2'
traced 'uprobe:./t*/described*:m*e { @[probe] = count(); @b = max(args.b); } uretprobe:./*/described:pick { @found[probe] = sum(retval != 0); }' \
	'one/described --now --exit 3' 'two/described --now --exit 2'
traced 'usdt:./*/usdt*:memtest:hit { @[probe] = count(); }' \
	'one/usdtprog --now --exit 4' 'three/usdtprog --now --exit 5'
memtap -l 'uprobe:./*/described:loo*'
memtap -l -v 'uprobe:./*/described:make' | head -n 3
memtap -e 'uprobe:./*/described:no_such { exit(); }' || echo "exit status $?"
memtap -e 'uprobe:./no_such*/described:look { exit(); }' || echo "exit status $?"
