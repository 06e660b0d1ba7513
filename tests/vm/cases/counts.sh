# count() by what comes again and again.
#@ compile counts.mto counts.mt
begin() { # begin NAME COUNT: another process
	ln -sf /tests/bin/brkcalls "$1"
	start "./$1" inline "$2"
}
report() { # report N: the N-th
	sync
	wait_for_line "^report $1" trace.out
}
begin brk-c 12
third=$pid
begin brk-b 41
second=$pid
begin brk-a 137
first=$pid
trace counts.mto
work
report 1
pid=$second log=brk-b.log
work
report 2
report 3
pid=$third log=brk-c.log
work
end_trace
shown | sed "s/\[$first\]/[first]/; s/\[$second\]/[second]/; s/\[$third\]/[third]/"
losses
for pid in $first $second $third; do finish; done
