# Functions of the script: real BPF subprograms.
#@ smoke
#@ compile fn.mto subprograms.mt
memtap fn.mto >trace.out 2>trace.err
shown
losses
