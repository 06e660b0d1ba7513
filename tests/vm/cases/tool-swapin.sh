# Pages in and out are as many as the kernel has counted, also those of huge pages; most are of the one process that is swapped.
#@ compile swapin.mto swapin --latency
total() { # total DIRECTION [COMM]: of all reports, in pages
	sed -nE 's/^map @swapped\[(in|out),[0-9]*,(.*)\] ([0-9]*)$/\1 \3 \2/p' fields |
		awk -v direction="$1" -v comm="${2-}" '$1 == direction && (comm == "" || $3 == comm) { sum += $2 } END { print sum / 4096 }'
}

echo always >/sys/kernel/mm/transparent_hugepage/enabled
swap_on
start_in swapped 16M hog 40 2
in=$(counted pswpin) out=$(counted pswpout)
trace -f json swapin.mto
work
in=$(($(counted pswpin) - in)) out=$(($(counted pswpout) - out))
end_trace
read_fields
[ $in -gt 6000 ] && [ $out -gt $in ] || fail "the kernel swapped in $in and out $out pages"
[ "$(total in)" = "$in" ] && echo in as counted || echo "in $(total in), counted $in"
[ "$(total out)" = "$out" ] && echo out as counted || echo "out $(total out), counted $out"
[ "$(total in hog)" -gt 6000 ] && echo mostly of the hog

# A fault for each page that was read, at least.
sed -n 's/^hist @latency_ns\[[0-9]*,hog\] .* count=//p' fields |
	awk -v pages="$(total in hog)" '{ sum += $1 } END { print (sum >= pages) ? "latency of each" : sum " faults, " pages " pages in" }'
finish
swap_off
