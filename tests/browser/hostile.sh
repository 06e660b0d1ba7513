# As heap.sh, with names that would do harm in a page.
#@ timeout 250
#@ compile hostile.mto -p 1 hostile.mt
start shop --hostile 20
trace --report page.html -p "$pid" hostile.mto
work
end_trace
finish
losses >&2
reportdata page.html >/dev/null
cat page.html
