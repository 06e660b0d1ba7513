# More values at once than a program's stack of 512 bytes holds: variables, arguments of printf(), operands that wait for
# others, bit fields, keys in keys, conditions in conditions, all of it in loops, and what a stack trace needs besides.
#@ compile variables.mto -e "BEGIN { $(for i in $(seq 100); do echo "@m[$i] = $i;"; done) } uprobe:/tests/bin/calls:many_a { $(for i in $(seq 100); do echo "\$v$i = @m[$i];"; done) $(for i in $(seq 100); do echo "@sum += \$v$i;"; done) @stack = ustack; } END { clear(@m); clear(@stack); }"
#@ compile arguments.mto -e "BEGIN { $(for i in $(seq 64); do echo "@m[$i] = $i;"; done) printf(\"$(printf '%%d %.0s' $(seq 64))\n\"$(printf ', @m[%d]' $(seq 64))); clear(@m); exit(); }"
#@ compile operands.mto -e "BEGIN { $(for i in $(seq 41); do echo "@m[$i] = $i;"; done) printf(\"%d\n\", $(printf '(@m[%d] - ' $(seq 40))@m[41]$(printf ')%.0s' $(seq 40))); clear(@m); exit(); }"
#@ compile bits.mto -e "BEGIN { printf(\"%d\n\", $(printf 'curtask->in_execve * %d + ' $(seq 80)) 0); exit(); }"
#@ compile keys.mto -e "BEGIN { @m[1] = 1; @t[1, comm] = 1; printf(\"%d %d\n\", $(printf '@m[%.0s' $(seq 100))1$(printf ']%.0s' $(seq 100)), $(printf '@t[%.0s' $(seq 60))1$(printf ', comm]%.0s' $(seq 60))); clear(@m); clear(@t); exit(); }"
#@ compile conditions.mto -e "BEGIN { $(for i in $(seq 40); do echo "@m[$i] = $i;"; done) printf(\"%d %d\n\", $(for i in $(seq 40); do printf '(@m[%d] == %d ? @m[%d] + ' $i $i $i; done) 0$(printf ' : 0)%.0s' $(seq 40)), $(for i in $(seq 40); do printf '(@m[%d] == %d && ' $i $i; done) @m[1] < @m[2]$(printf ')%.0s' $(seq 40))); clear(@m); exit(); }"
#@ compile loops.mto -e "BEGIN { @one = 1; \$i = 0; while (\$i < 2) { for (\$k : 0..2) { printf(\"$(printf '%%d %.0s' $(seq 30))%s %s\n\"$(for i in $(seq 30); do printf ', $i * @one + (%d - @one * ($k + @one))' $i; done), str(\"loop\"), strftime(\"\", nsecs)); } \$i++; } clear(@one); exit(); }"
#@ compile ifs.mto -e "BEGIN { $(for i in $(seq 20); do echo "@m[$i, \"key\"] = $i;"; done) $(for i in $(seq 20); do echo "if (@m[$i, \"key\"] == $i) { \$s$i = (\"a string of forty-odd bytes, number\", $i); @sum += @m[$i, \"key\"]; @last = \$s$i;"; done) $(printf '} %.0s' $(seq 20)) print(@sum); print(@last); clear(@m); clear(@sum); clear(@last); exit(); }"
#@ compile statements.mto -e "uprobe:/tests/bin/calls:many_a { $(for i in $(seq 100); do echo "\$v = ($i, comm); if (\$v.0 % 2 == 0) { @even[\$v.1, $i % 3] += \$v.0; } else { @odd[comm, (uid, str(\"odd\"))] = sum(\$v.0); }"; done) @stack[ustack, kstack] = count(); } END { clear(@stack); }"
for program in variables statements; do
	start calls 1
	trace -p "$pid" $program.mto
	work
	finish
	wait "$tracer"
	shown
	losses
done
for program in arguments operands bits keys conditions loops ifs; do
	memtap $program.mto >trace.out
	shown
done
