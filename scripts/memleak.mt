#!/usr/bin/env memtap
// memleak: memory that a program allocated and has not freed, by stack
//
//     memtap memleak -p PID
//
// Every 5 seconds the ten stacks with the most bytes outstanding, the largest last; all of them at the end. Blocks from
// before tracing began are not known.

mem:alloc { @heap[ustack] = hold((pid, args.ptr), args.size); }
mem:free { release(@heap, (pid, args.ptr)); }
mem:realloc { @heap[ustack] = move((pid, args.old), (pid, args.ptr), args.size); }

interval:s:5 { time("%H:%M:%S outstanding:\n"); print(@heap, 10); }
