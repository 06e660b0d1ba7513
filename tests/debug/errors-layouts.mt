uprobe:./layout:opened, uprobe:./moved:closed { print(((struct hidden *)arg0)->inside); }
uprobe:./layout:opened, uprobe:./plain:known { print(((struct hidden *)arg0)->inside); }
uprobe:./layout:opened, uprobe:./layout:known { print(sizeof(struct hidden)); }
uprobe:./moved:closed, uprobe:./layout:opened { print(sizeof(struct hidden)); }
