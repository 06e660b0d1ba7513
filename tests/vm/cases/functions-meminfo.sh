# Lines of /proc/meminfo with a unit and without one; one that is not there.
#@ compile there.mto -e 'BEGIN { printf("%s, %s\n", meminfo("MemTotal"), meminfo("HugePages_Total")); @size = meminfo("Hugepagesize"); exit(); }'
#@ compile not-there.mto -e 'BEGIN { print(meminfo("Mem")); }'
echo 3 >/proc/sys/vm/nr_hugepages
memtap there.mto 2>&1 | sed "/^$/d; s/^$(awk '/^MemTotal/ { printf "%.1f GiB", $2 / 1048576 }' /proc/meminfo),/all,/; /^Attached/d"
memtap not-there.mto 2>&1 || echo "status $?"
echo 0 >/proc/sys/vm/nr_hugepages
