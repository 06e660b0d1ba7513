uprobe:/tests/bin/stacks:leaf      { @entry[ustack] = count(); @last = ustack; }
uretprobe:/tests/bin/stacks:leaf   { @return[ustack] = count(); }
uretprobe:/tests/bin/stacks:middle,
uretprobe:/tests/bin/stacks:path_a,
uretprobe:/tests/bin/stacks:path_b { @returned[func] = count(); }
