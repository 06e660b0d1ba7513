// Functions called from probes of several kinds: each has what its probe has.
fn first_argument() : int64 { return (int64)arg0; }
fn seen($what) { @seen[func, $what] = count(); }
fn of_word($pointer) { return str($pointer, 16); }
fn is_small($n : int64) : bool { return $n < 3; }
fn caller($deep) { @stacks[ustack(1), probe, $deep] = count(); }
fn stop_after($n) { @rounds++; if (@rounds == $n) { exit(); } }
fn nested_stop($n) { stop_after($n); @after = count(); return 1; }
fn endless($n) { $i = 0; while ($n >= 0) { $i++; } return $i; }

uprobe:/tests/bin/calls:six /is_small((int64)arg0)/ { seen("six"); @sum = sum(first_argument()); caller("caller"); }
uretprobe:/tests/bin/calls:six { seen("ret"); }
uprobe:/tests/bin/calls:word { seen(of_word(arg0)); @last = first_argument() != 0; }
uprobe:/tests/bin/calls:many_a, uprobe:/tests/bin/calls:many_b { seen("many"); }
kprobe:__x64_sys_lseek /comm == "calls"/ { @seeks = max(first_argument() != 0 ? 1 : 0); seen(comm); }
tracepoint:syscalls:sys_enter_lseek { @tracepoint[is_small((int64)args.offset - 1000)] = count(); }
uprobe:/tests/bin/calls:outer { @turns = sum(nested_stop(4)); }
END { for ($i : 0..3) { @left[$i] = endless(1) > 0; } }
