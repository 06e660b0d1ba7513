# Each call with its arguments and result; of one segment also what shares it without a call. The IDs and addresses are those
# that the program has printed.
#@ compile shmsnoop.mto shmsnoop
#@ compile first.mto shmsnoop --follow-id=0
#@ timeout 150
# named FILE: IDs and addresses in it by the names that the program has for them
named() {
	value() { sed -n "s/^$1 //p" "$log"; }
	sed -E "s/ +$(value first) / FIRST /g; s/ +$(value again) / AGAIN /g; s/^[0-9:]{8} +/HH:MM:SS /; s/ +\$//
		s/\b$pid sharing/PID sharing/; s/\b$(value child)( |\$)/CHILD\1/g
		s/^(.{8} [A-Z]+ sharing +[a-z]+) +$(value segment)( |$)/\1 SEGMENT\2/; s/^(.{8} [A-Z]+ sharing +[a-z]+) +$(value other) /\1 OTHER /
		s/(shmget +[A-Z]+) +$(value other) /\1 OTHER /; s/ attached/ATTACHED/; s/has $(value segment)ATTACHED/has SEGMENT attached/
		s/ +CHILD\$/ CHILD/; s/^ +PID/PID/" "$1" # right-aligned numbers
}
start sharing
trace -p "$pid" shmsnoop.mto
work
end_trace
named trace.out
losses
finish

echo '== --follow-id'
start unshare -i sharing # where it makes the first segment
trace first.mto
work
end_trace
named trace.out
losses
finish

echo '== JSON'
trace_json shmsnoop.mto sharing
texts >lines
named lines
