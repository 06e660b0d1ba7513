/*
 * Page faults.
 */

/*
 * The kernel has put a page where it was missing, or made one writable: once for each that counts in the process's minflt or
 * majflt (/proc/PID/stat), where `major` ones had to wait for a disk. `file` is what is mapped there, 0 for anonymous memory.
 * `user` says that the program's own code met it, and not the kernel on its behalf, as read(2) into a new buffer does.
 */
probe mem:fault(address, file, user, write, major) =
	fexit:handle_mm_fault
		(args.address, args.vma->vm_file, (args.flags & FAULT_FLAG_USER) != 0,
		 (args.flags & FAULT_FLAG_WRITE) != 0,
		 (retval & VM_FAULT_MAJOR) != 0 || (args.flags & FAULT_FLAG_TRIED) != 0)
		/(retval & (VM_FAULT_RETRY | VM_FAULT_OOM | VM_FAULT_SIGBUS | VM_FAULT_SIGSEGV | VM_FAULT_HWPOISON |
			    VM_FAULT_HWPOISON_LARGE | VM_FAULT_FALLBACK)) == 0/;

/*
 * A fault that asks for a huge page of `size` bytes: in a mapping of hugetlbfs or MAP_HUGETLB (`hugetlb`), whose `file` it is,
 * else in anonymous memory, for a transparent one. Without `success` a process that wants hugetlb is killed by SIGBUS, and
 * another is given small pages instead. `flags` are an enum fault_flag.
 */
probe mem:huge_fault(address, flags, file, size, hugetlb, success) =
	fexit:hugetlb_fault
		(args.address, args.flags, args.vma->vm_file,
		 4K << ((struct hugetlbfs_sb_info *)args.vma->vm_file->f_inode->i_sb->s_fs_info)->hstate->order, (bool)1,
		 (retval & (VM_FAULT_OOM | VM_FAULT_SIGBUS | VM_FAULT_SIGSEGV | VM_FAULT_HWPOISON |
			    VM_FAULT_HWPOISON_LARGE)) == 0)
		/(retval & VM_FAULT_RETRY) == 0/,
	fexit:do_huge_pmd_anonymous_page
		(args.vmf->address, args.vmf->flags, (struct file *)0, 2M, (bool)0, retval == 0)
		/(retval & VM_FAULT_RETRY) == 0/;
