# -c: the child begins only when the probes are in place, and memtap ends when it ends.
#@ smoke
#@ compile exit.mto -e 'interval:ms:100 { exit(4); }'
#@ compile first.mto -e 'uprobe:/tests/bin/recurse:main { @main = count(); } uprobe:/tests/bin/recurse:sum { @sum = count(); }'
memtap -c '/tests/bin/recurse --now --exit 3' first.mto >trace.out 2>trace.err
shown | sed 's/^ready .*/ready PID/'
losses

echo '== a command that does not end by SIGTERM'
cat >stubborn <<'END'
#!/bin/sh
trap '' TERM
sleep 20 && touch waited
END
chmod +x stubborn
memtap -c ./stubborn exit.mto 2>trace.err || echo "exit status $?"
losses | sed 's/process [0-9]*/process PID/'
[ ! -e waited ] || echo 'memtap waited for it'

echo '== a command that was stopped'
memtap -c 'sh -c "kill -STOP $$"' exit.mto 2>trace.err || echo "exit status $?"
losses

echo '== itself'
sh -c 'exec memtap -p $$ first.mto' 2>&1 | sed 's/-p [0-9]*/-p PID/; s/^memtap-run: /memtap: /'
