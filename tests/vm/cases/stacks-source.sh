# Frames with file and line: that of the call, also where a function has returned; without debug info as else.
#@ compile source.mto -e 'uretprobe:libc:malloc { @[ustack(source, 2)] = count(); } uprobe:libc:malloc { @entered[ustack(source, 2)] = count(); }'
lines --expect >expected
trace_work source.mto lines
losses
# The innermost frame of returns; the next one of entries, which is the same call.
sed -n '/^@\[/{n;s/^ *\(.*\)+[0-9]* (/\1 (/p}' trace.out | sort -u >seen
diff -u expected seen && echo 'returns are of the lines that called'
sed -n '/^@entered\[/{n;n;s/^ *\(.*\)+[0-9]* (/\1 (/p}' trace.out | sort -u >seen
diff -u expected seen && echo 'entries are, too'
sed -n '/^@entered\[/{n;s/+[0-9]*$/+OFFSET/p}' trace.out | sort -u
