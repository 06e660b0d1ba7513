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
read_fields
sed -nE 's/^map @cached\[(in|out),((thousand|hundred)-pages|),[0-9]*,(cat|dd|rm|sh)\] /\1 \2,\4 /p' fields |
	awk '$2 ~ /-pages,/ || /,rm / { sum[$1 " " $2] += $3 } END { for (what in sum) print what, sum[what] }' | sort
