# A stack that overflows: the main thread's, which grows, and another's, which ends in a guard.
#@ compile stackoverflow.mto stackoverflow --frames=3
#@ compile few.mto stackoverflow
mask() { sed -E 's/^[0-9:]{8} /TIME /; s/(\[|thread )[0-9]+/\1ID/g; s/0x[0-9a-f]{4,}/0xADDRESS/g; s/[0-9]+ bytes/N bytes/; s/\+[0-9]+$//'; }
fault() { # fault KIND: once memtap has had the time to see the program's files, which have the names
	start faulty --exit "$1"
	usleep 200000
	go
	wait "$pid" || :
}
trace stackoverflow.mto
for kind in recursion thread none null unmapped guard abort; do fault $kind; done
end_trace
shown | mask
losses

echo '== sixteen frames unless a number is said'
trace few.mto
faulty --now --exit recursion >/dev/null || :
end_trace
grep -c recursion trace.out
