

BEGIN
	{

	$x	=	1

}   
