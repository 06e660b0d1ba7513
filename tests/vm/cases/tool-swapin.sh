# Pages in and out are as many as the kernel has counted, also those of huge pages; most are of the one process that is swapped.
#@ compile swapin.mto swapin --latency
total() { # total DIRECTION [COMM]: of all reports, in pages
	sed -n 's/.*"@swapped":{\(.*\)}}}/\1/p' trace.out | tr , '\n' | paste -d' ' - - - | tr -d '"' |
		awk -v direction="$1" -v comm="${2-}" '$1 == direction && (comm == "" || index($3, comm ":") == 1) {
			sub(/.*:/, "", $3)
			sum += $3
		} END { print sum / 4096 }'
}

echo always >/sys/kernel/mm/transparent_hugepage/enabled
swap_on
start_in swapped 16M hog 40 2
in=$(counted pswpin) out=$(counted pswpout)
trace -f json swapin.mto
work
in=$(($(counted pswpin) - in)) out=$(($(counted pswpout) - out))
end_trace
[ $in -gt 6000 ] && [ $out -gt $in ] || fail "the kernel swapped in $in and out $out pages"
[ "$(total in)" = "$in" ] && echo in as counted || echo "in $(total in), counted $in"
[ "$(total out)" = "$out" ] && echo out as counted || echo "out $(total out), counted $out"
[ "$(total in hog)" -gt 6000 ] && echo mostly of the hog

# A fault for each page that was read, at least.
grep '"@latency_ns":{"[0-9]*,hog"' trace.out | tr '{' '\n' | sed -n 's/.*"count":\([0-9]*\)}.*/\1/p' |
	awk -v pages="$(total in hog)" '{ sum += $1 } END { print (sum >= pages) ? "latency of each" : sum " faults, " pages " pages in" }'
finish
swap_off
