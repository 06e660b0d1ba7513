// What goes on over several lines stays below what it was aligned with.
macro is_wanted(size) {
size>=10&&
(size<20 ||
 size > 30)
}
BEGIN {
  printf("%d %d\n", 1,
         2);
  printf( "%d %d\n", 1,
          2);
  print(
   1,
     2
     );
      $l = $a
         ? 1
         : $b == 2
             ? 3 : 4;
    $sum = $a +
  $b;
    @m[$a,
       $b] = (name = 1,
              other = 2);
  $far = g($a,
	                  $b);
}
