// Enums of the kernel: integers that are printed by name.
BEGIN
{
	printf("%s %d\n", (enum pid_type)1, PIDTYPE_TGID);
	print(PIDTYPE_TGID); print((enum pid_type)2); print((enum pid_type)77);
	printf("%s|%d|%5d|%-14s|\n", PIDTYPE_PID, PIDTYPE_SID, PIDTYPE_SID, PIDTYPE_SID);
	print(PIDTYPE_PID + 1); print(-PIDTYPE_SID); print(PIDTYPE_TGID == 1); print((uint8)PIDTYPE_PGID);
	$e = PIDTYPE_PGID; print($e);
	$n = 5; $n = PIDTYPE_TGID; print($n);
	print((PIDTYPE_SID, 1));
	@value = (enum pid_type)1;
	@key[PIDTYPE_TGID] = 1; @key[PIDTYPE_PID] = 0;
	@pair[PIDTYPE_SID, "x"] = PIDTYPE_PID;
	@count[PIDTYPE_SID] = count();
	exit();
}
