// Every kind, by its long and its short name.
BEGIN { } begin { } END { } end { }
interval:us:100 { } interval:ms:20 { } i:s:1 { } i:hz:99 { }
kprobe:vfs_read { } k:vfs_read { } kprobe:nf_tables:nft_do_chain { }
kretprobe:vfs_read { } kr:vfs_read { }
uprobe:libc:malloc { } u:/bin/sh:main { }
uretprobe:libc:malloc { } ur:libc:malloc { }
usdt:libc:memory_heap_new { } U:/lib/x.so:libc:memory_heap_new { }
tracepoint:kmem:mm_page_alloc { } t:kmem:mm_page_alloc { }
