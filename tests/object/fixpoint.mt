//@ sections raw_tp
//@ maps m0_large mt_events mt_followed mt_loss
//@ helpers get_current_pid_tgid map_lookup_elem map_update_elem probe_read_kernel ringbuf_discard ringbuf_reserve
//@ helpers ringbuf_submit
//@ most probe_0_0 23
// LLVM 19 needs more than one round of instcombine for it, and would end the process.
BEGIN {
	let $shifts: int32 = 4294967295;
	let $small: int8 = 0x3f;
	@large = 1;
	printf("%lx\n", (uint16)(2147483648 <= ($shifts == $small)) >> ((uint32)$shifts ^ 0x4b78f6107425bd));
}
