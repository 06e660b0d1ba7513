# A file of 1000 pages is read, and dropped; another is written and deleted.
#@ compile pagecache.mto pagecache
head -c 4096000 /dev/zero >/root/thousand-pages
sync
echo 1 >/proc/sys/vm/drop_caches
trace -f json pagecache.mto
cat /root/thousand-pages >/dev/null
echo 1 >/proc/sys/vm/drop_caches
dd if=/dev/zero of=/root/hundred-pages bs=4096 count=100 2>/dev/null
rm /root/hundred-pages
end_trace
losses
sed -n 's/.*"@cached":{\(.*\)}}}/\1/p' trace.out | sed 's/"\(in\|out\),/\n\1,/g' |
	sed -nE 's/^(in|out),((thousand|hundred)-pages,)[0-9]*,([a-z]*)":([0-9]*).*/\1 \2\4 \5/p; s/^(out),,[0-9]*,rm":([0-9]*).*/\1 ,rm \2/p' | sort >seen
cat seen
