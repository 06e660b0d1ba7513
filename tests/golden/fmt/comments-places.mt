/* The first
   line of three
 * and a star
*/
BEGIN { // behind a brace

      /* on a line of its own,
         with another */
  $a=1;      // aligned
  $bbbb = 2; // with each other
  $c = 3; // not with these
  $x = $a /* c */ - /* d */ $c;
  f(/* in front */ 1, /* or */ 2 /* behind */);
  $y = $a +
       // between operands
       $c;
  if ($x) { g() } // then
  // or
  else { h() }
	  // the last in a block
}
probe my:free(ptr) =
kprobe:a (arg0), /* of a point */
  // of the next
    kprobe:b (arg0)
       /* of its predicate */
    /arg0/;
kprobe:f // of a clause
/* c *//1 /* d *//
{ }
// The end, and no newline


// behind it