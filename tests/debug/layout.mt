uprobe:./layout:known {
	print((args.record->a, args.record->b, args.record->c));
	print((args.record->letters[2], args.record->letters[2][1], args.record->deep));
	print((args.record->handler, args.record->flags[1], *args.record->flags[1], args.record->rest[3]));
	print((args.hidden->inside, args.hidden->next->inside, args.hidden[1].inside));
	print((args.level == LOW, HIGH, LIMIT, args.record->choice == TWO, args.record->choice));
	print((args.level, args.is_set, args.letters[0], *args.letters));
	print((sizeof(record_t), sizeof(struct hidden), offsetof(struct hidden, inside), (record_t *)arg0));
}
uretprobe:./layout:known { print((retval, entry(args.level))); }
uprobe:./layout:described { print(args.last); }
uprobe:./layout:opened { print(args.hidden->inside); }
