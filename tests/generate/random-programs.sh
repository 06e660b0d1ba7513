# Random programs: the kernel loads each, and every tenth is attached, too, and runs for a moment. (The verifier has seen by then
# all there is to see, and attaching and detaching is mostly waiting.) The console has the name of each before it begins, so that
# what takes the guest down has one; printed is what fails.
#@ prepare tests/generate/programs
#@ timeout 100000
echo on >/proc/sys/kernel/printk_devkmsg # nothing left out, however fast it comes

run() { # run PROGRAM
	echo "$1: running" >/dev/kmsg
	status=0
	timeout 600 memtap --unsafe "$1" >/dev/null 2>run.err </dev/null || status=$?
	echo "$1: exit status $status" >/dev/kmsg
	[ $status = 0 ] && return
	echo "$1: exit status $status"
	tail -n 20 run.err
	touch failed
}

{ loadplan ./*.mto 2>&1 || touch failed; } | tee /dev/kmsg | grep -vE ': load(ing|ed)$' || :
for program in ./*0.mto; do [ ! -e "$program" ] || run "$program"; done
[ ! -e failed ]
