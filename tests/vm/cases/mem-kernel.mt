mem:kalloc /comm == "kallocs" && (args.size == 548 || args.size == 20024)/ {
	@kmalloc[args.cache, args.size, args.bytes] = hold(args.ptr, args.bytes);
}
uprobe:/tests/bin/kallocs:files { @opens[pid] = 1; }
mem:kalloc /@opens[pid] && args.cache == "filp"/ { @files = hold(args.ptr, 1); }
mem:kfree { release(@kmalloc, args.ptr); release(@files, args.ptr); }
mem:kfree_bulk { for ($i : 0..args.count) { release(@files, args.ptrs[$i]); } }

mem:page_alloc /comm == "kallocs" && args.order == 4/ { @pages[args.order, args.migratetype] = hold(args.page, args.bytes); }
mem:page_alloc /comm == "kallocs" && args.order == 3/ { @order3[kstack] = count(); }
mem:page_free { release(@pages, args.page); }
mem:page_user { }
rawtracepoint:mm_page_alloc /comm == "kallocs" && args.order == 3/ { @order3_of_all[kstack] = count(); }

mem:percpu_alloc /comm == "kallocs" && args.size == 4/ { @percpu[ksym(args.caller), args.size] = hold(args.ptr, args.bytes); }
mem:percpu_free { release(@percpu, args.ptr); }

interval:ms:500 { printf("held:\n"); print(@kmalloc); print(@files); print(@pages); print(@percpu); printf("end\n"); }
