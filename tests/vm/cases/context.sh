# What the kernel gives to a program, as a number.
#@ smoke
#@ compile context.mto context.mt
trace_work context.mto calls 1
shown
