# A report of a run whose answer is known, tests/programs/shop.c, for tests/browser/run: what it prints is the page.
#@ timeout 250
#@ compile heap.mto -p 1 heap.mt
start shop 300 10
trace --report page.html -p "$pid" heap.mto
work
end_trace
finish
losses >&2
reportdata page.html >/dev/null
cat page.html
