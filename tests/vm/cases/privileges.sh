# An ordinary user with the capabilities that docs/security.md lists, and with each of them missing; what memtap gives up,
# and what it starts does not.
#@ compile call.mto -e 'uprobe:/tests/bin/calls:inner { @inner = count(); }'
#@ compile note.mto -e 'usdt:/tests/bin/usdtprog:memtest:hit { @hits = count(); }'
#@ compile libc.mto -e 'uprobe:libc:brk { @brk = count(); }'
#@ compile user.mto -e 'tracepoint:syscalls:sys_enter_brk / comm == "brkcalls" / { @[ustack(1)] = count(); }'
#@ compile kernel.mto -e 'kprobe:do_exit / comm == "calls" / { @[kstack(1)] = count(); }'
#@ compile file.mto -e 'uprobe:/tmp/privileges/private/calls:main { @ = count(); }'
#@ compile time.mto -e 'BEGIN { exit(); }'
#@ compile shell.mto --unsafe -e 'BEGIN { system("grep -E \"^(CapEff|CapPrm|NoNewPrivs|Seccomp):\" /proc/self/status"); exit(); }'
#@ timeout 240
chmod 755 . && chmod 644 ./*.mto
mkdir private
cp /tests/bin/calls private/
chmod 700 private
sysctl -qw kernel.perf_event_paranoid=2
calls='/tests/bin/calls --now --exit 3'
all=bpf,perfmon,sys_admin,dac_read_search,sys_ptrace,syslog

told() { # what memtap said, errors first, and how it ended
	sed '/^Attached/d; s,/proc/[0-9]*/,/proc/PID/,' err
	sed '/^$/d; /^ready/d; /^done$/d; /^gated/d' out | mask_offsets
	[ "$1" = 0 ] || echo "exit status $1"
}
as() { # as CAPABILITIES ARG...
	capabilities=$1
	shift
	withcaps "$capabilities" memtap "$@" >out 2>err </dev/null && status=0 || status=$?
	told $status
}
look() { # look CAPABILITIES ARG...: while a process of root calls brk three times
	capabilities=$1
	shift
	start brkcalls libc 3
	forget_last out err
	withcaps "$capabilities" memtap "$@" >out 2>err </dev/null &
	tracer=$!
	until_true 60 sh -c "grep -q ^Attached err || ! kill -0 $tracer 2>/dev/null"
	work
	kill -INT $tracer 2>/dev/null || :
	wait $tracer && status=0 || status=$?
	told $status
	finish
}

echo '== all of them'
as $all -c "$calls" call.mto
as $all -c '/tests/bin/usdtprog --now --exit 4' note.mto
as $all -c "$calls" kernel.mto
look $all user.mto

echo '== without CAP_BPF, or CAP_PERFMON, or both'
as perfmon time.mto
as bpf time.mto
as - time.mto

echo '== without CAP_SYS_ADMIN'
as bpf,perfmon,dac_read_search,sys_ptrace,syslog -c '/tests/bin/usdtprog --now --exit 4' note.mto
as bpf,perfmon,dac_read_search,sys_ptrace,syslog -c "$calls" kernel.mto
look bpf,perfmon,dac_read_search,sys_ptrace,syslog user.mto
as bpf,perfmon -c "$calls" call.mto >call
expected='@inner: 6' # many uprobes at once, of which there is one
case $(uname -r) in
6.1.*)
	expected='memtap: -e:1:1: cannot attach uprobe:/tests/bin/calls:inner: single uprobes need CAP_SYS_ADMIN, which this process lacks
exit status 3'
	;;
esac
[ "$(cat call)" = "$expected" ] && echo 'as this kernel has it'

echo '== without CAP_DAC_READ_SEARCH'
as bpf,perfmon,sys_admin,sys_ptrace,syslog user.mto
as bpf,perfmon,sys_admin,sys_ptrace,syslog file.mto
mount -o remount,gid=65534,mode=750 /sys/kernel/tracing
look bpf,perfmon,sys_ptrace user.mto
mount -o remount,gid=0,mode=700 /sys/kernel/tracing

echo '== without CAP_SYS_PTRACE'
look bpf,perfmon,dac_read_search,syslog user.mto >user
if withcaps bpf,perfmon cat /proc/1/maps >/dev/null 2>&1; then # CAP_PERFMON may read it on the newest kernels
	grep -q 'brk+OFFSET' user
else
	grep -qx 'memtap: .* have no names: cannot read /proc/PID/maps (this process lacks CAP_SYS_PTRACE)' user
fi && echo 'as this kernel has it'

echo '== without CAP_SYSLOG'
as bpf,perfmon,sys_admin,dac_read_search,sys_ptrace -c "$calls" kernel.mto | sed 's/0x.*/0xADDRESS/'

echo '== with what kernel.perf_event_paranoid is by default'
sysctl -qw kernel.perf_event_paranoid=3
look bpf,perfmon,dac_read_search,sys_ptrace,syslog user.mto

echo '== what is given up, and the command is not'
state() { sed -n '/^CapEff/p; /^CapPrm/p; /^NoNewPrivs/p; /^Seccomp:/p' "/proc/$1/status"; }
trace call.mto
state "$tracer"
end_trace
trace -c 'sleep 100' call.mto
state "$tracer"
command=$(grep -ls "^PPid:.$tracer\$" /proc/[0-9]*/status || :) # others may end meanwhile
command=${command#/proc/}
[ "$(state "${command%/status}")" = "$(state self)" ] && echo 'the command has what the shell has'
end_trace

echo '== a program that runs a shell'
state self >self
memtap -q --unsafe shell.mto >out
sed '/^$/d' out | cmp - self && echo 'has what the shell has'

echo '== capabilities of the file'
cp "$(command -v memtap)" with-capabilities
withcaps --file $all with-capabilities
chmod 755 with-capabilities
su nobody -s /bin/sh -c "./with-capabilities -c '$calls' call.mto" | sed '/^$/d; /^ready/d; /^done$/d'
su nobody -s /bin/sh -c "./with-capabilities -q -c 'grep -E ^Cap(Eff|Prm)|^NoNewPrivs /proc/self/status' kernel.mto"
chmod u+s with-capabilities
echo kept >root-only
chmod 600 root-only
su nobody -s /bin/sh -c "./with-capabilities -o root-only call.mto" || echo "exit status $?"
cat root-only
