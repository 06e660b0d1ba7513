# The mappings of a process, and the registers that its code had.
#@ compile parent.mto -e 'fentry:force_sig_fault /comm == "faulty"/ { print((comm, leader_comm, ppid > 0)); print(ustack); }'
#@ compile fault.mto mappings.fault.mt
trace fault.mto
for kind in null unmapped readonly guard code truncated; do faulty --now "$kind" >/dev/null || :; done
end_trace
shown
losses

echo '== the parent and the stack'
trace parent.mto
faulty --now null >/dev/null || :
end_trace
shown | head -n 3 | sed 's/+.*//'
losses
