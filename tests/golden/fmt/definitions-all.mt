// Named probes, macros and functions.
probe mem:x ( a,b )outermost( heap )=kprobe:f( arg0,arg1 )/arg0/,
kretprobe:g?(retval,entry(arg0))
      /retval/,
        kprobe:h
  (arg0 ?
     1 : 2,
   3)
  /arg1 == 1 ||
   arg2 == 2/,
usdt:a:b:c (0,1)|usdt:a:b:d?(1,2);
probe mem:y()=kprobe:a,kprobe:b ?;
macro m($a,@b,c){$a+=c;@b[ c ]=1}
macro on_two_lines()
{
1
}
fn f($a:struct page*,$b:uint64 * *,$c):uint64{return*$a;}
fn g():name*{return 0;}
fn h( )
{
return;
}
