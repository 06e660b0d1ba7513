// What stays, what is printed again and again by two programs, what others print, and messages.
BEGIN { printf("%-8s %s\n", "NUMBER", "TEXT"); }
interval:ms:100 /++@ticks % 2 == 0/ {
	printf("%-8s of an interval\n%-8s of it, and \tit is cut: é...|....:....|....:....|\n", "first", "second");
	printf("%-8s of it\n", "third");
}
self:signal:SIGUSR1 { printf("%-8d of a signal\n", ++@signals); }
self:signal:SIGUSR2 { errorf("a message"); }
tracepoint:syscalls:sys_enter_sethostname { printf("%-8d of an event\n", ++@events); }
END { printf("%-8s of END\n", "last"); clear(@ticks); }
