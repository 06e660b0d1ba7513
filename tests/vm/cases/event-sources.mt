// The one-liners of docs/event-sources.md, each on a line of its own.
mem:alloc { @heap[comm, ustack] = sum(args.size); }
mem:kalloc { @kernel[kstack] = sum(args.bytes); }
mem:brk { @brk[comm, ustack] = sum(args.growth); }
mem:mmap { @mapped[comm] = sum(args.length); }
mem:shmget { printf("%s %d bytes\n", comm, args.size); }
mem:fault { @faults[comm, args.major] = count(); }
mem:migrate { @migrated[migrate_reason(args.reason)] = sum(args.pages); }
mem:compact { @compacted[comm] = hist(args.latency); }
mem:reclaim { @reclaim[comm] = sum(duration(args.latency)); }
mem:swapin { @read[comm] = sum(args.pages); }
mem:cache_add { @cached[comm] = sum(args.pages); }
mem:oom { printf("%s\n", args.comm); }
mem:violation { printf("%s %lx\n", comm, args.address); print(ustack); }
