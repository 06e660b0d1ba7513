software:page-faults:10, s:faults { @ = count(); }
hardware:cycles, h:cache-misses:77 { @ = count(); }
profile:hz:99, p:ms:10, profile:us:5, p:s:1 { @ = count(); }
watchpoint:0x1000:8:rw, w:4096:1:x { @ = count(); }
self:signal:SIGUSR1 { @a = 1; }
iter:task { @pids[ctx->task->pid] = count(); }
it:task_vma { @ends = max(ctx->vma->vm_end); }
uprobe:/bin/x:cpp:"math::add(int)", uretprobe:/bin/x:cpp:f* { @k = count(); }
