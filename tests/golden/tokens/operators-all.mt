// Every operator and bracket, with and without blanks between them.
BEGIN {
	$a=1;$a+=1;$a-=1;$a*=1;$a/=1;$a%=1;$a<<=1;$a>>=1;$a&=1;$a|=1;$a^=1;
	$b = -$a+$a-$a*$a/$a%$a<<$a>>$a&$a|$a^~$a;
	$c = !$a==$a!=$a<$a<=$a>$a>=$a&&$a||$a?$a:$a;
	$a++;$a--;++$a;--$a;
	$d = $p->x.y[$a].0;
}
