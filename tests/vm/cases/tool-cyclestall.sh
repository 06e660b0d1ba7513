# Where the processor has counters, samples of the program; else a message that says what is missing.
#@ compile cyclestall.mto cyclestall
if memtap -c 'heaperr --now --exit none 200000' cyclestall.mto >samples 2>errors; then
	grep -q '^@cycles\[heaperr' samples
	memtap -f json -c 'heaperr --now --exit none 200000' cyclestall.mto 2>errors | grep '^{' >trace.out # not the command's lines
	read_fields
	grep -q '^map @cycles\[heaperr' fields
	printf 'exit status 3\nthis machine has no counter for it\n' # what it is compared with
else
	echo "exit status $?"
	grep -o 'this machine has no counter for it' errors
fi
