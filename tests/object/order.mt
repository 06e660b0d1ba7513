//@ sections kprobe
//@ maps m0_minus m1_ m2_a m3_z mt_followed mt_loss mt_scratch
//@ helpers get_current_comm get_current_pid_tgid get_smp_processor_id map_lookup_elem map_update_elem probe_read_kernel probe_read_kernel_str probe_read_user probe_read_user_str
//@ stack probe_0_0 32
//@ stack fn_many_0 128
//@ stack fn_lengths_1 128
// Operands are computed where they are used, not all before the first use: saved registers have the stack, too.
fn lengths() : int64 { return strlen(comm) - (strlen(comm) - (strlen(comm) - (strlen(comm) - (strlen(comm) - (strlen(comm) - (strlen(comm) - (strlen(comm) - (strlen(comm) - (strlen(comm) - (strlen(comm) - (strlen(comm) - (strlen(comm) - (strlen(comm) - (strlen(comm) - (strlen(comm) - (strlen(comm) - (strlen(comm) - (strlen(comm) - (strlen(comm) - (strlen(comm) - (strlen(comm) - (strlen(comm) - (strlen(comm) - (strlen(comm) - (strlen(comm) - (strlen(comm) - (strlen(comm) - (strlen(comm) - (strlen(comm) - (strlen(comm) - (strlen(comm) - (strlen(comm) - (strlen(comm) - (strlen(comm) - (strlen(comm) - (strlen(comm) - (strlen(comm) - (strlen(comm) - (strlen(comm) - (1)))))))))))))))))))))))))))))))))))))))); }
fn many($v : int64) : int64 {
	$x0 = $v * 3 - 1; $x1 = $v * 4 - 1; $x2 = $v * 5 - 1; $x3 = $v * 6 - 1; $x4 = $v * 7 - 1; $x5 = $v * 8 - 1; $x6 = $v * 9 - 1; $x7 = $v * 10 - 1; $x8 = $v * 11 - 1; $x9 = $v * 12 - 1; $x10 = $v * 13 - 1; $x11 = $v * 14 - 1; $x12 = $v * 15 - 1; $x13 = $v * 16 - 1; $x14 = $v * 17 - 1; $x15 = $v * 18 - 1; $x16 = $v * 19 - 1; $x17 = $v * 20 - 1; $x18 = $v * 21 - 1; $x19 = $v * 22 - 1; $x20 = $v * 23 - 1; $x21 = $v * 24 - 1; $x22 = $v * 25 - 1; $x23 = $v * 26 - 1; $x24 = $v * 27 - 1; $x25 = $v * 28 - 1; $x26 = $v * 29 - 1; $x27 = $v * 30 - 1; $x28 = $v * 31 - 1; $x29 = $v * 32 - 1; $x30 = $v * 33 - 1; $x31 = $v * 34 - 1; $x32 = $v * 35 - 1; $x33 = $v * 36 - 1; $x34 = $v * 37 - 1; $x35 = $v * 38 - 1; $x36 = $v * 39 - 1; $x37 = $v * 40 - 1; $x38 = $v * 41 - 1; $x39 = $v * 42 - 1;
	@a[$v] = 1;
	@z[$x0 ^ $x1 ^ $x2 ^ $x3 ^ $x4 ^ $x5 ^ $x6 ^ $x7 ^ $x8 ^ $x9 ^ $x10 ^ $x11 ^ $x12 ^ $x13 ^ $x14 ^ $x15 ^ $x16 ^ $x17 ^ $x18 ^ $x19 ^ $x20 ^ $x21 ^ $x22 ^ $x23 ^ $x24 ^ $x25 ^ $x26 ^ $x27 ^ $x28 ^ $x29 ^ $x30 ^ $x31 ^ $x32 ^ $x33 ^ $x34 ^ $x35 ^ $x36 ^ $x37 ^ $x38 ^ $x39] = 5;
	return 1;
}
kprobe:vfs_read {
	@minus = arg1 - arg0 * 2 - arg0 * 3 - arg0 * 4 - arg0 * 5 - arg0 * 6 - arg0 * 7 - arg0 * 8 - arg0 * 9 - arg0 * 10 - arg0 * 11 - arg0 * 12 - arg0 * 13 - arg0 * 14 - arg0 * 15 - arg0 * 16 - arg0 * 17 - arg0 * 18 - arg0 * 19 - arg0 * 20 - arg0 * 21 - arg0 * 22 - arg0 * 23 - arg0 * 24 - arg0 * 25 - arg0 * 26 - arg0 * 27 - arg0 * 28 - arg0 * 29 - arg0 * 30 - arg0 * 31 - arg0 * 32 - arg0 * 33 - arg0 * 34 - arg0 * 35 - arg0 * 36 - arg0 * 37 - arg0 * 38 - arg0 * 39 - arg0 * 40 - arg0 * 41 - arg0 * 42 - arg0 * 43 - arg0 * 44 - arg0 * 45 - arg0 * 46 - arg0 * 47 - arg0 * 48 - arg0 * 49 - arg0 * 50 - arg0 * 51 - arg0 * 52 - arg0 * 53 - arg0 * 54 - arg0 * 55 - arg0 * 56 - arg0 * 57 - arg0 * 58 - arg0 * 59 - arg0 * 60 - arg0 * 61 - arg0 * 62 - arg0 * 63 - arg0 * 64 - arg0 * 65 - arg0 * 66 - arg0 * 67 - arg0 * 68 - arg0 * 69 - arg0 * 70 - arg0 * 71 - arg0 * 72 - arg0 * 73 - arg0 * 74 - arg0 * 75 - arg0 * 76 - arg0 * 77 - arg0 * 78 - arg0 * 79 - arg0 * 80 - arg0 * 81 - arg0 * 82 - arg0 * 83 - arg0 * 84 - arg0 * 85 - arg0 * 86 - arg0 * 87 - arg0 * 88 - arg0 * 89 - arg0 * 90 - arg0 * 91 - arg0 * 92 - arg0 * 93 - arg0 * 94 - arg0 * 95 - arg0 * 96 - arg0 * 97 - arg0 * 98 - arg0 * 99;
	@ = many(arg0) + lengths();
}
