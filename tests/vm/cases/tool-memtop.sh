# A process whose heap and mappings grow by known sizes; of faults there are those that touching them takes, and a few more.
#@ timeout 100
#@ compile memtop.mto -p 1 memtop 3600
start grower
trace -p "$pid" memtop.mto
work
end_trace
finish
shown >row
sed 's/^@top\[[0-9]*, /@top[PID, /; s/faults = [0-9]*/faults = N/' row
sed 's/.*faults = \([0-9]*\).*/\1/' row | awk '{ is = $1 >= 110 && $1 < 150; print(is ? "110 faults and a few more" : $1) }'
losses

echo '== JSON'
trace_json memtop.mto grower
sed -n 's/^map @top\[[0-9]*,/@top[PID,/p' fields | sed 's/faults=[0-9]*/faults=N/'
