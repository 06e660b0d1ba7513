// What differs between points that share a body: what of the stack there is, and whether they are in a process at all.
probe at:both(p) = uprobe:/tests/bin/calls:six (arg0), uprobe:/tests/bin/calls:word+4 (arg0);
fn keep() { @stacks[ustack(2)] = count(); return 0; }
at:both { keep(); }

probe calls:mixed(x) outermost(some) = interval:ms:50 (1), uretprobe:/tests/bin/calls:outer (2), uprobe:/tests/bin/calls:inner (3);
calls:mixed { @mixed[args.x] = max(1); }
interval:ms:50 { printf("tick\n"); }
