uprobe:./multiplied:multiplied { print(args.after); }
