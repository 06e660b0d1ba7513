# How deep functions and loops go in each other: the kernel's limits of frames and of the stack. Linux 7.2 takes a minute and more to verify them.
#@ timeout 240
#@ compile deep.mto subprograms-deep.mt
#@ compile points.mto subprograms-deep.points.mt
trace deep.mto
start calls 1
work
finish
end_trace
shown | sort | uniq -c
losses

echo '== on two points'
trace points.mto
start calls 2
work
finish
end_trace
shown
losses
