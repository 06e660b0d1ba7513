# Arguments by name, results and types from the debug info of a program: registers of all sorts, members of all sorts.
#@ smoke
trace_work uprobes-debug.mt described 1
shown
losses
