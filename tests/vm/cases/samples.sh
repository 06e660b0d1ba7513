# software, hardware and profile: events with a count, rates, on each CPU; what a machine without counters says.
#@ smoke
#@ compile events.mto -e 'software:page-faults:1 { @faults[comm] = count(); @probe[probe] = count(); } s:cs:1 { @switches[probe] = count(); } s:minor-faults:1 { @minor = count(); } tracepoint:exceptions:page_fault_user /comm == "calls"/ { @exact = count(); }'
#@ compile rate.mto -e 'profile:hz:50 { @hz[probe] = count(); } p:ms:100 { @ms[probe] = count(); } p:s:100 { @never = count(); } interval:s:2 { exit(); }'
#@ compile none.mto -e 'hardware:cache-misses:1000 { @misses = count(); }'
#@ compile cycles.mto -e 'h:cycles { @cycles = count(); }'
start calls 6
trace events.mto
work
/tests/bin/calls --now --exit 1 >calls2.log
end_trace
# the software event counts the kernel's own faults in memory of the process, too
awk -F': ' '/^@faults\[calls\]/ { faults = $2 } /^@exact/ { exact = $2 } END { print "faults of calls:", ((faults >= exact && faults < 2 * exact) ? "as many as there were" : faults " of " exact) }' trace.out
awk -F': ' '/^@(probe|switches)/ { print $1, ($2 > 1) }' trace.out
losses
memtap rate.mto >trace.out 2>trace.err
cpus=$(grep -c ^processor /proc/cpuinfo)
# an emulated machine may be late, and never early
awk -F': ' -v "cpus=$cpus" '/^@(hz|ms)/ { rate = /^@hz/ ? 50 : 10; print $1, ($2 > rate * cpus / 2 && $2 <= rate * 2 * cpus + cpus) } /^@never/' trace.out
memtap none.mto 2>trace.err || echo "exit status $?"
cat trace.err
memtap cycles.mto 2>trace.err || echo "exit status $?"
