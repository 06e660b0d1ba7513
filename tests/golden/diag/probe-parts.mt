kprobe { }
kprobe: { }
kprobe:a:b:c { }
uprobe:/bin/sh { }
uprobe:/bin/sh /pid == 1/ { }
uretprobe::f { }
usdt:/bin/sh { }
usdt:/bin/sh:a:b:c { }
tracepoint:sched { }
interval:1 { }
interval:s:1:2 { }
BEGIN:x { }
uprobe:"":f { }
