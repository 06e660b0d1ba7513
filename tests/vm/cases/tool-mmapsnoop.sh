# Each call of a program, with its address, length, protection, flags and file; those that --min leaves; stacks.
#@ compile all.mto mmapsnoop --unmap
#@ compile large.mto mmapsnoop -z 2M
#@ compile stacks.mto mmapsnoop --stack -z 4M
#@ timeout 150
yes | head -c 65536 >mapped.data
# named: the addresses in the output by the names that the program has for them
named() { sed -E "$(sed -nE 's/^([a-z]+) (0x[0-9a-f]+)$/s,\2,\1,g/p' mappings.log | tr '\n' ';')"; }
masked() {
	sed -E "s/^[0-9:]{8} +$pid /HH:MM:SS PID /" | sed 's/ *$//' | sed "s,$PWD/,HERE/," | named | cut_below main | mask_offsets
}
for plan in all large stacks; do
	echo "== $plan"
	start mappings mapped.data
	trace -p "$pid" $plan.mto
	work
	end_trace
	shown | masked
	losses
	finish
done
echo '== JSON'
trace_json stacks.mto mappings mapped.data
texts | masked
