# What --info says of this kernel: to root, to a user with few capabilities or none, and in a container's pid namespace. Emulated,
# it takes seconds each time.
#@ timeout 300
section() { sed -n "/^$1\$/,/^\$/p" info | sed '1d; /^$/d'; } # section TITLE
states() { awk -F '  +' '$3 ~ /^(yes|no|[?])$/ { print $2 " " $3 }' info; } # NAME STATE
state() { states | sed -n "s/^$1 //p"; } # state NAME
grep -F -e ' register_fprobe' -e ' bpf_uprobe_multi_link_attach' -e ' bpf_override_return' /proc/kallsyms >known || :
is_kernel() { grep -qF " $1" known; } # is_kernel FUNCTION: does this kernel have it?
agrees() { # agrees NAME COMMAND...: the line says yes when that succeeds, else no
	name=$1
	shift
	"$@" && wanted=yes || wanted=no
	[ "$(state "$name")" = $wanted ] && echo "$name as this kernel has it" || echo "$name is '$(state "$name")', not $wanted"
}

memtap --info >info
echo '== of itself'
head -1 info | sed "s/$(uname -r)/RELEASE/; s/ [0-9.]* on / VERSION on /"
echo '== process'
section 'This process'
echo '== kernel'
section Kernel
echo '== probes'
section Probes
echo '== features'
section BPF | grep -v -e '_return' -e '[ku]probe.multi' -e '->'
agrees kprobe.multi is_kernel register_fprobe
agrees uprobe.multi is_kernel bpf_uprobe_multi_link_attach
agrees bpf_override_return is_kernel bpf_override_return
echo '== memory'
section Memory | grep -v -e KFENCE -e kfence -e transparent
agrees KFENCE grep -qs '[1-9]' /sys/module/kfence/parameters/sample_interval
agrees 'transparent huge pages' grep -qsv '\[never\]' /sys/kernel/mm/transparent_hugepage/enabled

echo '== an object a line'
states >lines
memtap --info -f json >json
sed -nE 's/^\{"type":"info","data":\{.*"name":"([^"]*)","available":([a-z]*),.*\}\}$/\1 \2/p' json |
	sed 's/true$/yes/; s/false$/no/; s/null$/?/' | cmp - lines && echo 'the same lines'
echo '== by memtap-run'
sed 1d info >rest
memtap-run --info | sed 1d | cmp - rest && echo 'the same lines'
echo '== servers of debug files'
export DEBUGINFOD_URLS=http://192.0.2.1/
withcaps - memtap --info | sed -n '/debuginfod/,/->/p'
cp "$(command -v sampled)" /lib/libdebuginfod.so.1
withcaps - memtap --info | grep debuginfod
rm /lib/libdebuginfod.so.1
unset DEBUGINFOD_URLS
echo '== nothing is left of it'
nothing_left $$

echo '== with nothing'
withcaps - memtap --info >info
section 'This process' | sed 4q
section Probes | sed 's/.* ?/?/' | sort -u
section BPF

echo '== with CAP_BPF and CAP_PERFMON, where perf events are of root alone'
level=$(cat /proc/sys/kernel/perf_event_paranoid)
sysctl -qw kernel.perf_event_paranoid=3
withcaps bpf,perfmon memtap --info >info
section Kernel | grep -A 1 -e tracefs -e names
section Probes | grep -e BEGIN -e fentry -e kprobe -e usdt -e tracepoint -e '->'

echo '== in a container, without tracefs, with swap and huge pages'
swap_on
sysctl -qw vm.nr_hugepages=1
unshare -pf --mount-proc sh -c 'umount /sys/kernel/tracing; umount /sys/kernel/debug 2>/dev/null; memtap --info' >info
section 'This process' | grep -A 1 'host.s'
section Kernel | grep tracefs
section Probes | grep -A 1 '^  tracepoint'
section Memory | sed -n 's/[0-9]* MiB/N MiB/; /^  swap/p; /^  hugetlb/p'
swap_off
sysctl -qw vm.nr_hugepages=0 kernel.perf_event_paranoid="$level"
