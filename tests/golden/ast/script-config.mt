config = { max_strlen = 100; MISSING_PROBES = "ignore"; cpp_demangle=false }
kprobe:there_is_no_such_function { print(str(arg0)); }
