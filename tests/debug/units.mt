uprobe:./units:first { print((args.mine->id, args.mine->low, args.mine->high)); }
uprobe:./units:second { print((args.mine->key, args.mine->least, args.mine->most)); }
uprobe:./units:first, uprobe:./units:second { print((args.shared->id, args.shared->sizes[1][2], args.shared->state)); }
