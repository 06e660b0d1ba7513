// Of many programs, whose histograms are in functions that they call: what the verifier has refused once.
kprobe:vfs_read { @of[1] = hist(reg("ip"), 3); }
kprobe:vfs_read { @of[2] = hist(reg("ip"), 3); }
kprobe:vfs_read { @of[3] = hist(reg("ip"), 3); }
kprobe:vfs_read { @of[4] = hist(reg("ip"), 3); }
kprobe:vfs_read { @of[5] = hist(reg("ip"), 3); }
kprobe:vfs_read { @of[6] = hist(reg("ip"), 3); }
kprobe:vfs_read { @of[7] = hist(reg("ip"), 3); }
kprobe:vfs_read { @of[8] = hist(reg("ip"), 3); }
kprobe:vfs_read { @of[9] = hist(reg("ip"), 3); }
