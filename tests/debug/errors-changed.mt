uprobe:./changed:changed { print(args.used); print(args.unused); }
