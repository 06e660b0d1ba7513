# --report: the page says what the text says, of a leak, of several maps, and of names that would do harm in a page.
#@ smoke
#@ timeout 250
#@ compile process.mto -p 1 memleak 3600
#@ compile many.mto -p 1 report.mt
#@ compile printed.mto report.printed.mt
#@ compile end.mto report.end.mt
#@ compile quiet.mto -e 'BEGIN { @x = 1; @y[1] = 2; exit(); }'
#@ compile lines.mto -e 'BEGIN { @x = 1; @y[1] = 2; } interval:ms:1 { printf("a line\n"); }'
held() { awk '/^\]: / { bytes += $2; objects += $5 } END { print bytes, objects }' "$1"; }
from_child() { sed 's/ [^ ]*;child;/ child;/'; }

start fibleak 100
trace --report leak.html -p "$pid" process.mto
work
end_trace
finish
losses
reportdata leak.html | sed '/^chart/d; /^series .* 0 0 /d; /^program/s/ .*\// /' | from_child
held trace.out

echo '== by -c, beside another form'
memtap -f folded --report leak.html -c '/tests/bin/fibleak --now --exit 100' process.mto >folded.out 2>trace.err
reportdata leak.html | grep '^target\|^row' | from_child
sed '/^ready/d; s/^.*;child;/child;/' folded.out

echo '== the same as the text, and harmless names'
start shop --hostile 40
trace --report shop.html -p "$pid" many.mto
work
end_trace
finish
reportdata shop.html >data
held trace.out
awk '/^row @heap/ { bytes += $3; objects += $4 } /^last @heap/ { print $3, $4 } END { print bytes, objects }' data
grep '^row @heap\|^map' data | sed 's/ [^ ]*;main;/ main;/'
grep '^bucket' data
grep '^@sizes' -A 20 trace.out | sed '/^$/d'
[ "$(awk '/^chart @heap/ { print $3 }' data)" -ge 2 ] || fail "no chart over time"
grep -c 'img src' shop.html
grep -c '<img' shop.html || :

echo '== printed and cleared: a point for each'
start brkcalls libc 10
trace --report printed.html printed.mto
work
for i in 1 2 3; do
	kill -USR1 "$tracer"
	until_true 60 eval '[ $(grep -c printed trace.out) -eq $i ]' || fail 'not printed'
done
finish
end_trace
reportdata printed.html | sed 's/ [^ ]*main;/ main;/'

echo '== lines of a program that has ended before the page was made'
grep -o '"name":"grow_libc","module":"[^"]*","file":"[^"]*","line":[0-9]' printed.html | sed 's/"file".*\//"file":"/; s/[0-9]$/N/'

echo '== printed and cleared in END alone: what it was until then'
start brkcalls libc 10
trace --report end.html end.mto
work
end_trace
finish
reportdata end.html | grep '^last\|^series' | sed 's/ [^ ]*main;/ main;/'
[ "$(reportdata end.html | awk '/^chart/ { print $3 }')" -ge 2 ] || fail "no chart over time"

echo '== -q: in the page, not in the text'
memtap -q --report quiet.html quiet.mto
reportdata quiet.html

echo '== nobody reads the text'
memtap --report closed.html lines.mto 2>trace.err | head -n 1
reportdata closed.html

echo '== what is there stays when nothing is seen'
echo old >old.html
memtap --report old.html -p 999999999 many.mto 2>trace.err || losses
cat old.html
echo nothing >nothing.mto
memtap --report new.html nothing.mto 2>trace.err && fail 'no error' || [ ! -e new.html ] || fail 'an empty file is left'
memtap -o both --report ./both quiet.mto 2>trace.err || losses | sed 's/; see .*//'
memtap --report again quiet.mto 2>trace.err >again || losses | sed 's/; see .*//'
memtap --report /nowhere/report.html lines.mto 2>trace.err || losses
