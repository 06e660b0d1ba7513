# The same faults by file.
#@ compile ffaults.mto ffaults
data=/job/toucher.data
dd if=/dev/zero of=$data bs=4096 count=64 2>dd.err
sync
cat $data >cached # in memory
start toucher $data
trace -p "$pid" ffaults.mto
work
end_trace
shown
sure_losses
finish

echo '== JSON'
cat $data >cached # in memory
trace_json ffaults.mto toucher $data
grep '^map' fields
rm $data
