# One-liners of the kinds that bpftrace's tutorial and manual show, over all kinds of probes.
#@ prepare tests/vm/programs tests/vm/cases/oneliners.programs
#@ timeout 600
run_programs
