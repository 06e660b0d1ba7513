# --follow: children of the traced process, and their children, from their first block on, and nobody else.
#@ timeout 200
#@ compile follow.mto follow.mt -p 1
#@ compile names.mto -p 1 -e 'uprobe:/tests/bin/family:leak { @[comm, ustack(2)] = count(); }'
#@ compile reports.mto -p 1 -I . -e 'import "follow.mt"; interval:s:1 { print(@heap); printf("that is all\n"); }'
held() { shown | sed 's/, [0-9]*\]/, PID]/; s/, oldest.*//' | sort; }
others='child grandchild execs vforked spawned'
end_family() {
	for name in $others; do kill "$(named "$name")"; done
	finish
}
named() { sed -n "s/^$1 //p" family.log; } # named NAME: the pid of a process

echo '== the target alone'
start family
trace -p "$pid" follow.mto
work
end_trace
held
losses
end_family

echo '== with those that it forks'
start fibleak 3
stranger=$pid
start family
trace --follow -p "$pid" follow.mto
go "$stranger"
wait_for_line '^done' fibleak.log
work
end_trace
held
losses
end_family
finish "$stranger"

echo '== until the last has ended'
start family
trace --follow -p "$pid" follow.mto
work
finish
for name in $others; do
	kill -0 "$tracer" || echo "ended before $name"
	kill "$(named "$name")"
done
wait "$tracer"
held
losses

echo '== of a command'
memtap --follow -c 'family --now --exit' follow.mto >trace.out 2>trace.err
sed -i '/^[a-z]* *[0-9]*$/d' trace.out
held
losses

echo '== with names, though they are gone; what exec has replaced has none'
memtap --follow -c 'family --now --exit' names.mto >trace.out 2>trace.err
sed -i '/^[a-z]* *[0-9]*$/d' trace.out
shown | sed 's/+[0-9]*//' | tr -s '\n ' ' ' | sed 's/@\[/\n&/g' | sed '/^$/d; s/ $//' | mask_addresses | sort
losses

echo '== in one more report, when it has ended'
start family
trace --follow -p "$pid" reports.mto
work
kill "$(named child)"
reported() { # without child, which has been there before
	tac trace.out | awk '/^that is all/ && n++ { exit } { print }' >last
	grep -q '^@heap\[parent' last && ! grep -q '^@heap\[child,' last
}
until_true 60 reported
held | grep '^@heap\[child,.* 21 objects' | uniq
end_trace
kill "$(named grandchild)" "$(named execs)" "$(named vforked)" "$(named spawned)"
finish
losses
