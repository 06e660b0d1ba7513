# Page faults whose number is known, by the function that met them, and of which sort; all are as many as getrusage() counts.
# The file is on a disk: /job is.
#@ compile faults.mto faults
#@ compile major.mto faults --major
data=/job/toucher.data
dd if=/dev/zero of=$data bs=4096 count=64 2>dd.err
sync
# The number that a function's stack has; of touch_cold, say, whose return address is in its caller.
of() { awk -v "frame=$1+" '/^@/ { is = 0 } index($1, frame) == 1 { is = 1 } /^\]: / && is { sub(/.*: /, ""); print }' trace.out; }

cat $data >cached # in memory
start toucher $data
trace -p "$pid" faults.mto
work
end_trace
for function in touch_new touch_copied fill_new touch_cold; do echo "$function $(of $function)"; done
grep '^@all' trace.out | sort
sure_losses
awk -F': ' '/^@all/ { ours += $2 } END { print ours }' trace.out >ours
awk '/^minor|^major/ { counted += $2 } END { print counted }' toucher.log >counted
cmp ours counted || { cat trace.out toucher.log >&2; fail "$(cat ours) faults, and the kernel counts $(cat counted)"; }
finish

echo '== --major'
cat $data >cached # in memory
start toucher $data
trace -p "$pid" major.mto
work
end_trace
grep '^@all' trace.out
echo "touch_cold $(of touch_cold)"
finish

echo '== JSON'
cat $data >cached # in memory
trace_json faults.mto toucher $data
grep '^map @all' fields | sort
sed -nE 's/^map @faults\[toucher,\\n *(touch_copied|touch_new)\+.* ([0-9]+)$/\1 \2/p' fields
rm $data
