uprobe:./plain:known, uprobe:./layout:opened { print(args); }
uprobe:./layout:described { @[args] = count(); }
uprobe:./layout:main, uprobe:./layout:opened { print(args); }
