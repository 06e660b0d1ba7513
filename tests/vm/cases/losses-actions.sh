# clear(), zero() and exit() are done also when the buffer is full, and after what was in it.
#@ timeout 300
#@ compile actions.mto losses-actions.mt
start brkcalls inline 100000
trace -p "$pid" actions.mto
kill -STOP "$tracer"
go
wait_for_line '^done' "$log" 200
kill -CONT "$tracer"
status=0
wait "$tracer" || status=$?
echo "exit status $status"
lost=$(sed -n 's/^memtap: \([0-9]*\) events lost: the ring buffer was full.*/\1/p' trace.err)
seen=$(grep -c '^[0-9a-f]* brkcalls brkcalls brkcalls brkcalls$\|^-$' trace.out)
[ "${lost:-0}" -gt 10000 ] && [ "$seen" -gt 10000 ] && echo "$((lost + seen)) events"
shown | grep '^@'
finish
