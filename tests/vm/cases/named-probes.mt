probe calls:number(n, twice) =
	uretprobe:/tests/bin/calls:outer (entry(arg0), retval) /retval > 2/,
	uretprobe:/tests/bin/calls:not_there ? (entry(arg0), 0),
	uprobe:/tests/bin/calls:six (arg0, arg1 - 10) /arg0 == 3/;

probe calls:seek(offset) =
	kprobe:not_there_either (arg1) | kprobe:nor_this (arg1) | tracepoint:syscalls:sys_enter_lseek (args.offset);

probe calls:nested(n) outermost(nest) =
	uretprobe:/tests/bin/calls:outer (entry(arg0)),
	uretprobe:/tests/bin/calls:inner (entry(arg0));

probe calls:none() = kprobe:not_there ?, kprobe:nor_here ?;

calls:number              { @number[args.n, args.twice] = count(); @sum = sum(args.twice); }
calls:number /args.n > 3/ { @large = count(); }
calls:seek                { @seek = max(args.offset); @seeks = count(); }
calls:nested              { @nested[args.n] = count(); }
calls:none                { @none = count(); }

kprobe:not_here | kprobe:vfs_read, kprobe:nor_here ? /arg2 < 120/ { @alternative[func] = count(); }
