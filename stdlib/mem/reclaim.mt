/*
 * The kernel gets memory back: reclaim, swap, compaction, migration, the page cache, the OOM killer.
 *
 * `latency` is in nanoseconds, and pages are those of 4 KiB also where they are counted in larger folios, unless it says
 * otherwise. The task that a probe fires in is the one that does the work: reclaim that a process has to do for itself shows
 * up in that process, and kswapd's in kswapd.
 */

/* ---- reclaim ---- */

/* An allocation that found too little free memory has reclaimed `pages` itself; after that `free` pages were free. */
probe mem:reclaim(order, gfp, pages, free, latency) =
	tracepoint:vmscan:mm_vmscan_direct_reclaim_begin .. tracepoint:vmscan:mm_vmscan_direct_reclaim_end
		(entry(args.order), entry(args.gfp_flags), args.nr_reclaimed, *(int64 *)kptr(kaddr("vm_zone_stat")),
		 elapsed_ns());

/*
 * Before a mem:reclaim, the task slept until kswapd had freed something, because the reserves were low; it is `killed` if a
 * signal ended that, and then does not reclaim. Most calls find enough and return at once: those are left out.
 */
probe mem:reclaim_throttle(latency, killed) =
	kretprobe:throttle_direct_reclaim (elapsed_ns(), (bool)(uint8)retval) /curtask->nvcsw != entry(curtask->nvcsw)/;

/*
 * A memory cgroup was at its limit, or above memory.high, or memory.reclaim asked: `cgroup` is its ID, `free` as above,
 * of the machine.
 */
probe mem:memcg_reclaim(cgroup, gfp, pages, free, latency) =
	kretprobe:try_to_free_mem_cgroup_pages
		(entry(((struct mem_cgroup *)arg0)->css.cgroup->kn->id), entry((uint32)arg2), retval,
		 *(int64 *)kptr(kaddr("vm_zone_stat")), elapsed_ns());

/* A shrinker, a function of the kernel, was asked to free objects of its caches, and has freed some. */
probe mem:shrink_slab(shrinker, node, scanned, freed, latency) =
	tracepoint:vmscan:mm_shrink_slab_start .. tracepoint:vmscan:mm_shrink_slab_end
		(entry(args.shrink), entry(args.nid), args.total_scan, args.retval, elapsed_ns());

/* Pages were taken from the inactive list, by whomever: `reclaimed` of the `scanned` ones. */
probe mem:shrink_inactive(node, scanned, reclaimed) =
	tracepoint:vmscan:mm_vmscan_lru_shrink_inactive (args.nid, args.nr_scanned, args.nr_reclaimed);

/* An allocation wakes a node's kswapd, which may be awake already. */
probe mem:kswapd_wake(node, order, gfp) =
	tracepoint:vmscan:mm_vmscan_wakeup_kswapd (args.nid, args.order, args.gfp_flags);

/* Reclaim writes pages out, to swap or to their file. */
probe mem:write_page(pages) =
	rawtracepoint:mm_vmscan_write_folio (folio_pages(args.folio));

/* ---- swap ---- */

/* Pages are read from swap, by a fault or ahead of it: from zswap, if that has them, else from the disk. */
probe mem:swapin(pages) =
	kprobe:swap_read_folio (folio_pages(arg0)) |
	kprobe:swap_readpage (folio_pages(arg0));

/* Pages are written to swap: to zswap, if that takes them, else to the disk. */
probe mem:swapout(pages) =
	kprobe:swap_writeout (folio_pages(arg0)) |
	kprobe:swap_writepage (folio_pages(arg0));

/*
 * A fault on a page in swap has been served: how long the process waited for it, whether it was read or still there. Faults on
 * pages that are being migrated, or that a device holds, are served there, too.
 */
probe mem:swap_fault(address, latency) =
	kretprobe:do_swap_page (entry(((struct vm_fault *)arg0)->address), elapsed_ns());

/* ---- out of memory ---- */

/*
 * The OOM killer has chosen `victim`; the task that the probe fires in asked for memory. `pages` is what there is in all: of
 * the machine, or of the memory cgroup whose limit `limit`, in pages, was hit. `cgroup` is its ID, 0 for the machine.
 */
probe mem:oom(victim, comm, points, pages, order, gfp, cgroup, limit) =
	kprobe:oom_kill_process
		(((struct oom_control *)arg0)->chosen->tgid, ((struct oom_control *)arg0)->chosen->comm,
		 ((struct oom_control *)arg0)->chosen_points, ((struct oom_control *)arg0)->totalpages,
		 ((struct oom_control *)arg0)->order, ((struct oom_control *)arg0)->gfp_mask,
		 ((struct oom_control *)arg0)->memcg ? ((struct oom_control *)arg0)->memcg->css.cgroup->kn->id : 0,
		 ((struct oom_control *)arg0)->memcg ? ((struct oom_control *)arg0)->memcg->memory.max : 0);

/* It is done with that victim, and those that went with it. */
probe mem:oom_end() = kretprobe:oom_kill_process;

/*
 * A process is killed, or was about to exit and is given the reserves: with memory.oom.group there are several for one
 * mem:oom, in the same task and before its mem:oom_end. Sizes in bytes, resident memory by kind. All but `pid` is there
 * since Linux 6.10, and in stable releases of older ones; else it is 0 and "".
 */
probe mem:oom_victim(pid, comm, uid, virtual, anon, file, shmem, tables, adj) =
	tracepoint:oom:mark_victim
		(args.pid, args.comm, args.uid, args.total_vm * 1K, args.anon_rss * 1K, args.file_rss * 1K,
		 args.shmem_rss * 1K, args.pgtables * 1K, args.oom_score_adj) |
	tracepoint:oom:mark_victim (args.pid, "", 0, 0, 0, 0, 0, 0, 0);

/* ---- compaction, migration ---- */

/*
 * A zone was compacted, for an allocation of `order` (-1: for all, as /proc/sys/vm/compact_memory asks). `result` is an
 * enum compact_result, `mode` an enum migrate_mode; pages were looked at to be moved (`scanned`) and to be moved to.
 */
probe mem:compact(node, zone, order, gfp, mode, result, scanned, scanned_free, latency) =
	kretprobe:compact_zone
		(entry(((struct compact_control *)arg0)->zone->node),
		 entry(str(((struct compact_control *)arg0)->zone->name, 8)),
		 entry(((struct compact_control *)arg0)->order), entry(((struct compact_control *)arg0)->gfp_mask),
		 entry(((struct compact_control *)arg0)->mode), (int32)retval,
		 ((struct compact_control *)entry(arg0))->total_migrate_scanned,
		 ((struct compact_control *)entry(arg0))->total_free_scanned, elapsed_ns());

/* Pages were moved elsewhere, `failed` of them could not be; `reason` is an enum migrate_reason. */
probe mem:migrate(pages, failed, reason, mode, latency) =
	tracepoint:migrate:mm_migrate_pages_start .. tracepoint:migrate:mm_migrate_pages
		(args.succeeded, args.failed, args.reason, args.mode, elapsed_ns());

/* ---- page cache ---- */

/*
 * Pages of a file come into the page cache, or go: `index` is the first one's number in the file, `name` the file's, without
 * its folders. It is the name of the inode's first dentry, which the list of its aliases leads to: the list's node is the
 * last member of struct dentry, with others of its size in one place. Block devices and deleted files have none.
 */
probe mem:cache_add(dev, inode, name, index, pages) =
	rawtracepoint:mm_filemap_add_to_page_cache
		(args.folio->mapping->host->i_sb->s_dev, args.folio->mapping->host->i_ino,
		 args.folio->mapping->host->i_dentry.first
			? str(((struct dentry *)((uint64)args.folio->mapping->host->i_dentry.first -
						 sizeof(struct dentry) + 16))->d_name.name, 64)
			: "",
		 args.folio->index, folio_pages(args.folio));
probe mem:cache_evict(dev, inode, name, index, pages) =
	rawtracepoint:mm_filemap_delete_from_page_cache
		(args.folio->mapping->host->i_sb->s_dev, args.folio->mapping->host->i_ino,
		 args.folio->mapping->host->i_dentry.first
			? str(((struct dentry *)((uint64)args.folio->mapping->host->i_dentry.first -
						 sizeof(struct dentry) + 16))->d_name.name, 64)
			: "",
		 args.folio->index, folio_pages(args.folio));
