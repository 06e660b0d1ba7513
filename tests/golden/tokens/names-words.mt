// Keywords are whole words; 'probe' and 'outermost' are names in a body.
BEGIN {
	if else return sizeof struct union;
	iffy elsewhere returned sizeof_x structure unions _if;
	probe outermost kprobe BEGIN;
	int8 uint64 int65 bool void string strings;
	while let;
	$x $_y1 @ @m @_1 @m2;
}
