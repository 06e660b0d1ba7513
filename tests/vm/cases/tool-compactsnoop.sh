# All zones are compacted when that is asked for; the pages looked at are as many as the kernel has counted.
#@ compile compactsnoop.mto compactsnoop
#@ compile stack.mto compactsnoop --stack
compact() {
	moved=$(counted compact_migrate_scanned) free=$(counted compact_free_scanned)
	echo 1 >/proc/sys/vm/compact_memory
	moved=$(($(counted compact_migrate_scanned) - moved)) free=$(($(counted compact_free_scanned) - free))
}
# The node and zone of each that has pages
awk '/^Node/ { node = $2; zone = $4 } $1 == "managed" && $2 > 0 { print node + 0, zone }' /proc/zoneinfo | sort >zones

check() { # the lines of standard input are right
	sed -E 's/([0-9]) ([num]?s) /\1\2 /' | grep "^[0-9:]*  *$$ sh " >lines
	awk '{ print $4, $5 }' lines | sort | diff zones - && echo all zones
	awk '{ print $6, $7, $NF }' lines | sort -u
	awk -v moved="$moved" -v free="$free" '{ m += $9; f += $10 } END {
		print m == moved && f == free && m ? "scanned as counted" : "scanned " m " " f ", counted " moved " " free
	}' lines
}

trace compactsnoop.mto
compact
end_trace
losses
check <trace.out

trace stack.mto
compact
end_trace
grep -c '^ *sysctl_compaction_handler+' trace.out | diff - /dev/stdin <<LINES && echo with stacks
$(wc -l <zones)
LINES

echo '== JSON'
trace -f json compactsnoop.mto
compact
end_trace
read_fields
texts | check
