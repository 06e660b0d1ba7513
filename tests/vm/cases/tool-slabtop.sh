# Messages and files of known number and size, by caller and by cache.
#@ timeout 150
#@ compile callers.mto -p 1 slabtop 3600 --top=1000
#@ compile caches.mto -p 1 slabtop 3600 --top=1000 --by-cache
for what in callers caches; do
	start kallocs messages 20 500
	trace -p "$pid" $what.mto
	work
	end_trace
	echo "== $what"
	# alloc_msg() is inlined into load_msg(), or not.
	shown | sed -n 's/\(load\|alloc\)_msg/MSG/; /^@top\[kmalloc, 1024/p; /^\[CACHE/p'
	losses | grep -v 'probes* skipped\|updates* refused' || :
	finish
done

echo '== JSON'
trace_json callers.mto kallocs messages 20 500
sed -n 's/\(load\|alloc\)_msg/MSG/; /^map @top\[kmalloc,1024/p' fields
