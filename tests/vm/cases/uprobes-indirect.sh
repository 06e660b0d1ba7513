# Functions that are chosen when the program starts (IFUNC) have no code of their own name: a wildcard leaves them out, aloud.
trace -e 'uprobe:libc:memcpy*, uprobe:libc:brk { @calls[probe] = count(); } END { clear(@calls); }'
end_trace
sed 's/^Attached.*/Attached/; s/ [0-9][0-9]* are/ N are/' trace.err
trace -e 'uprobe:libc:memcpy ? { @calls = count(); } BEGIN { print("memcpy is optional"); }'
end_trace
shown
