// Unary and binary, casts and calls, brackets and choices.
BEGIN {
$a=1;$a+=2;$a<<=3;$a=$b?:1;$a=$b?$c:- 1;
$a=- - 1+ + 1- -$b;$a=! ! $b;$a=~ $b;$a=* * $b * *$c;$a=$b-- - --$c;
$a=( uint64 )arg0;$a=(struct page*)arg1;$a=(char * *)arg2;$a=(size_t) ( - 1 );$a=(size_t)- 1;$a=(uint64)- 1;$a=(name) $b;
$a=sizeof ( uint64 )- 1;$a=sizeof(struct page * );$a=offsetof(struct page,lru);$a=(uint8 [ 4 ])$b;
$a = $b -> c . d [ 1 ] . 0 ; @ [ 1 ] = count ( ) ;@m[ (1,"a") ]=($b,2).1;
$s = "a  { b }  // c" ;print ( $s , 'x' );
$a=$p->string*2;$a=$p.let-1;
return-1;
}
