

BEGIN {

if($x){print($x,-1,!$y,~$z,*$y,2*-1);}else if ($x) { } else{}
  if ($a)
  {
          while(1){ unroll(3){return;} }
  }
  else
  {
      {
      $b++
      }
  }


	for($i:0 .. $n+1){++$i;$i --;continue}
for $kv:@a{break;}
$v={let $t:uint8=1;let $u:struct page* =0;$t};
$u = f(a, {
  $a = 1;
 $a },
		c);

}
END{ ;exit();; }
