#!/usr/bin/env memtap

uprobe:described:look {
	printf("%d %d %s %d\n", args.number, args.byte, str(args.text), args.is_last);
	print(args.color);
	print((args.color == BLUE, GREEN));
	printf("%s %d %s %d %s\n", str(args.item->name), args.item->count, args.item->inside.tag,
	    args.item->corners[1].y, str(args.item->next->name));
	printf("%d %lx %d %d\n", args.item->low_part, args.item->both_parts, args.item->low,
	    args.item->high);
	printf("%d %d\n", args.item->table[1][2], args.item->next->next == 0);
	@looks[args.number, args.byte] = count();
}

// What was declared nowhere in the script: types of the program.
uprobe:described:pick {
	$item = (struct item *)arg0;
	$point = (point_t *)arg2;
	printf("%d %d %d %d\n", $item->count, $point->x, $point->y, args.point->y);
	printf("%d %d %d\n", sizeof(struct item), offsetof(struct item, inside.tag),
	    sizeof(point_t));
	print((enum color)(args.index - 37));
}
uretprobe:described:pick {
	printf("%d %s %d\n", retval->count, str(retval->name), entry(args.index));
}

// One body for two functions, in which `a` and `b` are in different registers.
uprobe:described:mixed, uprobe:described:make { @sums[func] = (args.a, args.b); }
uprobe:described:make { print(args); @made[args] = count(); }
uprobe:described:mixed { @rest = (args.c, args.d); }

probe described:looked(number, count) = uprobe:described:look (args.number, args.item->count);
described:looked /args.number < 0/ { @named = args.count; @both[args] = count(); }
