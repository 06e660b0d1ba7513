# Programs without a table of symbols: names from wherever they are left, in C, C++ and Rust.
#@ prepare tests/vm/stripped named
#@ compile parents.mto -e 'tracepoint:syscalls:sys_enter_getppid /comm == "named"/ { @[ustack] = count(); }'
run() { # run FILE: it runs under this name and is traced
	mkdir -p here/.debug
	cp "$1" here/named
	[ $1 != linked ] || cp .debug/linked.debug here/.debug/
	trace_work parents.mto here/named 3
	shown | cut_below main | mask_offsets | mask_addresses
	losses
	rm -r here
}
echo '== all symbols'
trace_work parents.mto named 3
shown | cut_below main | mask_offsets | mask_addresses
echo '== dynamic symbols alone'
run exported
echo '== compressed in the program'
run mini
echo '== in a file that the program names'
run linked
echo '== by build ID'
read -r folder file <build-id
mkdir -p /usr/lib/debug/.build-id/$folder
cp whole.debug /usr/lib/debug/.build-id/$folder/$file
run exported
rm -r /usr/lib/debug
