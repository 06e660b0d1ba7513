# --serve: maps by HTTP while they are traced, with exact figures, read by the strict parser of the case openmetrics. Behind the fence.
# What the script has cleared is gone, as are objects of a process that ended; -f openmetrics has at the end what print() showed, who asked
# or not; after the end connections are refused.
#@ smoke
#@ compile served.mto serve.mt
#@ prepare cp tests/vm/cases/openmetrics.awk
fetch() { wget -qO metrics http://127.0.0.1:9435/metrics; }
show() { awk -f openmetrics.awk "$@"; }
ask() { printf "$1 HTTP/1.1\r\nHost: localhost\r\n\r\n" | nc 127.0.0.1 9435 | tr -d '\r' | sed 's/^Date: .*, .* GMT$/Date: DATE/'; }

start calls 6
trace -f openmetrics --serve 9435 served.mto
work
fetch
show metrics

echo '== once more'
kill -USR1 "$tracer"
finish
is_cleared() { fetch && ! grep -e 'memtap_map_calls_total' -e 'memtap_map_held_bytes{' -e 'memtap_map_size_count 12' metrics >left; }
until_true 60 is_cleared || cat left
show metrics

echo '== other requests'
ask 'HEAD /metrics' | sed '/^Content-Length/d'
ask 'GET /'
ask 'POST /metrics'
grep '^Seccomp:' "/proc/$tracer/status"

echo '== an address in use'
status=0
memtap --serve 9435 served.mto >second.out 2>&1 || status=$?
sed 's/^memtap-run: /memtap: /' second.out
echo "exit status $status"

echo '== after the end'
end_trace
show trace.out
losses
wget -qO metrics http://127.0.0.1:9435/metrics 2>&1 || echo "exit status $?"
