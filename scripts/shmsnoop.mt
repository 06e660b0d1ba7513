#!/usr/bin/env memtap
// shmsnoop: System V shared memory: which segments are made, and who attaches to them
//
//     memtap shmsnoop [-p PID | -c COMMAND] [--follow-id=ID]
//
// A line for each shmget(), shmat(), shmdt() and shmctl() when it returns; ID is the segment's, -1 if there is none. With --follow-id
// only those of one segment, who had it attached before (has), and what attaches and detaches it besides: fork(), exec()
// and exit(). At the end, who still has it, and how often.

config = { print_maps_on_exit = false; }

macro followed() { getopt("follow-id|i", -1, "only this segment, and who has it attached") }
macro is_shown(id) { followed < 0 || followed == id }
macro follows(@attached) { followed >= 0 && has_key(@attached, pid) }

macro show(who, name, call, id, result, where, size, how) {
	printf("%-8s %7d %-16s %-6s %6d %14s %14s %10s %s\n", strftime("%H:%M:%S", nsecs), who, name, call, id, result,
	       where, size, how);
}

BEGIN {
	printf("%-8s %7s %-16s %-6s %6s %14s %14s %10s %s\n", "TIME", "PID", "COMM", "CALL", "ID", "RESULT", "KEY, ADDRESS",
	       "SIZE", "FLAGS, COMMAND");
}

mem:shmget /is_shown(args.result)/ {
	show(pid, comm, "shmget", args.result < 0 ? -1 : args.result, syscall_result(args.result),
	     syscall_result((void *)args.key), bytes(args.size), shmget_flags(args.flags));
}

mem:shmat /is_shown(args.id)/ {
	show(pid, comm, "shmat", args.id, syscall_result(args.address), syscall_result(args.asked), "",
	     shmat_flags(args.flags));
	if (followed >= 0 && (int64)args.address > 0) { @attached[pid]++; @name[pid] = comm; }
}

mem:shmdt /is_shown(args.id)/ {
	show(pid, comm, "shmdt", args.id, syscall_result(args.result), syscall_result(args.address), "", "");
	if (follows(@attached) && --@attached[pid] <= 0) { delete(@attached[pid]); }
}

mem:shmctl /is_shown(args.id)/ {
	show(pid, comm, "shmctl", args.id, syscall_result(args.result), "", "", shmctl_command(args.command));
}

/* ---- of one segment, who has it ---- */

iter:task_vma
/followed >= 0 && ctx->task->pid == ctx->task->tgid && ctx->vma->vm_file != 0 &&
 strncmp(str(ctx->vma->vm_file->f_path.dentry->d_name.name, 8), "SYSV", 4) == 0 &&
 ((struct shm_file_data *)ctx->vma->vm_file->private_data)->id == followed/
{
	show(ctx->task->tgid, ctx->task->comm, "has", followed, "", syscall_result((void *)ctx->vma->vm_start),
	     bytes(ctx->vma->vm_end - ctx->vma->vm_start), "");
	@attached[ctx->task->tgid]++;
	@name[ctx->task->tgid] = ctx->task->comm;
}

/* A child has what its parent has, unless they share their memory. */
rawtracepoint:sched_process_fork /follows(@attached) && args.child->mm != args.parent->mm/ {
	show(pid, comm, "fork", followed, syscall_result(args.child->tgid), "", "", "");
	@attached[args.child->tgid] = @attached[pid];
	@name[args.child->tgid] = comm;
}

tracepoint:sched:sched_process_exec /follows(@attached)/ {
	show(pid, comm, "exec", followed, "", "", "", "");
	delete(@attached[pid]);
}

/* The last thread of a process. */
tracepoint:sched:sched_process_exit /follows(@attached) && curtask->signal->live.counter == 0/ {
	show(pid, comm, "exit", followed, "", "", "", "");
	delete(@attached[pid]);
}

END {
	for ($kv : @attached) { printf("%7d %-16s has %d attached %d times\n", $kv.0, @name[$kv.0], followed, $kv.1); }
}
