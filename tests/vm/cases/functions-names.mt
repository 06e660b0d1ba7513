// Numbers by their names: errors, flags, commands.
BEGIN
{
	printf("errno_name %s %s %s %s\n", errno_name(12), errno_name(-13), errno_name(0), errno_name(9999));
	printf("syscall_result %s %s %s %s\n", syscall_result(-12), syscall_result(7), syscall_result(-4096), syscall_result(0));
	printf("syscall_result %s %s\n", syscall_result((void *)0x7f0000001000), syscall_result((void *)(-22)));
	print((errno_name(1), syscall_result(-2)));

	printf("mmap_prot %s %s %s\n", mmap_prot(0), mmap_prot(3), mmap_prot(0x45));
	printf("mmap_flags %s %s %s\n", mmap_flags(0x22), mmap_flags(0x8812), mmap_flags(3));
	printf("mmap_flags %s %s %s\n", mmap_flags(0x40022 | 21 << 26), mmap_flags(0x40021 | 30 << 26), mmap_flags(0x40022 | 16 << 26));
	printf("mmap_flags %s %s\n", mmap_flags(0), mmap_flags(0x10000002));
	printf("madvise_advice %s %s %s %s\n", madvise_advice(0), madvise_advice(4), madvise_advice(25), madvise_advice(99));

	printf("shmget_flags %s %s %s\n", shmget_flags(01666), shmget_flags(07600), shmget_flags(0));
	printf("shmget_flags %s %s\n", shmget_flags(04600 | 21 << 26), shmget_flags(0x40001a4));
	printf("shmat_flags %s %s %s\n", shmat_flags(0), shmat_flags(010000), shmat_flags(0170001));
	printf("shmctl_command %s %s %s %s\n", shmctl_command(0), shmctl_command(2), shmctl_command(11), shmctl_command(77));

	printf("gfp_flags %s %s %s %s\n", gfp_flags(0), gfp_flags(0xcc0), gfp_flags(0xdc0), gfp_flags(0x80000000));
	printf("migrate_reason %s %s %s\n", migrate_reason(0), migrate_reason(3), migrate_reason(999));

	@by_flags[mmap_flags(0x22)] = 1; @by_flags[mmap_flags(1)] = 2;
	@last = errno_name(22);
	exit();
}
