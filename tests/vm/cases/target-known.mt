uprobe:/tests/bin/calls:many_a /has_target/ { @target[comm] = count(); }
tracepoint:no:such /!has_target/ { @all = count(); }
END { printf("target: %d %s\n", has_target, has_target ? "yes" : "no"); }
