# One body on points that have little in common.
#@ compile points.mto bodies-points.mt
trace points.mto
start calls 2
work
finish
wait_for_lines 3 tick trace.out
end_trace
# The stacks' counts are equal, and then their order is another each time.
shown | sed '/^tick$/d; s/+[0-9]*$//' | tr -s '\n ' ' ' | sed 's/ @/\n@/g; s/ $//' | sort
losses
