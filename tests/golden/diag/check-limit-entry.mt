uretprobe:libc:malloc { @a = entry(str(arg0, 500)); @b = entry(str(arg1, 500)); }
uretprobe:libc:calloc { print(entry(arg0)); print(entry(str(arg1))); }
uretprobe:libc:realloc { @c[str(retval, 400)] = move((entry(arg0), str(1, 490)), (retval, "x"), 1); }
