# -f folded: a leak, and counts by several maps, one stack a line; text goes to standard error.
#@ smoke
#@ timeout 250
#@ compile process.mto -p 1 memleak 3600
#@ compile counted.mto folded.mt
#@ compile values.mto folded.values.mt
#@ compile many.mto folded.many.mt
# Below the thread's first function, what the C library has differs.
from_child() { sed 's/^.*;child;/child;/' trace.out; }
start fibleak 40
trace -f folded -p "$pid" process.mto
work
end_trace
from_child
sed '/^Attached/d; s/^[0-9:]\{8\}/TIME/' trace.err
finish

echo '== to a file, of several maps; one is cleared in between'
trace -f folded -o folded.txt counted.mto
for count in 40 2; do
	start fibleak $count
	work
	finish
	kill -USR1 "$tracer"
	until_true 60 eval '[ "$(grep -c ^cleared trace.err)" -ge '"$((count == 40 ? 1 : 2))"' ]' || fail 'not cleared'
done
start fibleak 1
work
finish
end_trace
cat trace.out
cat folded.txt
losses

echo '== maps without stacks'
memtap -q -f folded values.mto 2>trace.err
losses

echo '== more than a profile has room for'
memtap -f folded many.mto 2>trace.err | awk '{ sum += $2 } END { printf "%d %.0f\n", NR, sum }' # 5 + ... + 65540
losses
