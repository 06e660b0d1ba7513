# Arguments by name, results and types from the debug info of a program: registers of all sorts, members of all sorts.
#@ smoke
start described 1
trace -p "$pid" uprobes-debug.mt
work
end_trace
shown
losses
