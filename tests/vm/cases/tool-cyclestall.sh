# Where the processor has counters, samples of the program; else a message that says what is missing.
#@ compile cyclestall.mto cyclestall
if memtap -c 'heaperr --now --exit none 200000' cyclestall.mto >samples 2>errors; then
	grep -q '^@cycles\[heaperr' samples
	printf 'exit status 3\nthis machine has no counter for it\n' # what it is compared with
else
	echo "exit status $?"
	grep -o 'this machine has no counter for it' errors
fi
