uprobe:./layout:known { print(args.wide); print(args.recrod); print(args.hidden->outside); }
uprobe:./layout:described { print(args.huge); print(args.point); print(args.wide); print(args.floats); print(args.mixed); }
uprobe:./layout:known+4 { print(args.level); }
uprobe:./layout:konwn { print(args.level); }
uprobe:./layout:known, uprobe:./layout:opened { print(args.hidden); }
uprobe:./layout:* { print(args.hidden); }
uprobe:./layout:known, uprobe:./layout:described { print(args.wide); }
uretprobe:./layout:known { print(args.level); print(retval->inside); }
uretprobe:./layout:opened { print(retval->inside); print(*retval); }
uprobe:./plain:known { print(args.level); print(((struct hidden *)arg0)->inside); }
BEGIN { print(sizeof(struct hidden)); }
uprobe:./layout:known, tracepoint:kmem:kmalloc { print(args.level); }
