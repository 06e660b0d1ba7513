# What bpftrace prints the same: the programs of tests/peer.
#@ prepare tests/vm/programs tests/peer/*.bt
#@ timeout 600
run_programs
