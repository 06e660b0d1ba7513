BEGIN { @a = @a; @b = @c; @c = @b; @d[pid] = @d[pid] + comm; }
