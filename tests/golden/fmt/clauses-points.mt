// Points, predicates and bodies of clauses, in one line and in several.
kprobe:f,
  kprobe:g?,kprobe:h|kprobe:i
/pid==1&&
 tid != 2/
{
exit()
}
kprobe:vfs_read /arg2 / 512>8/{@=count();}
uprobe:/bin/x:f/ *arg0==1 /{ }
uprobe:/bin/"a b":cpp:"x::y(int)"   {} interval:s:1{exit()}
tracepoint:a:b..tracepoint:a:c{@ns=hist(elapsed_ns());}
kprobe:a
    | kprobe:b
{ }
BEGIN
/
  pid == 1
    /
{
}
