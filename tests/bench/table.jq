# bench.json as lines of cells, for column(1).
include "format";
. as $bench | ["figure", "memtap", "peer", "", "ratio", "limit", "met"], (parts[] as $part | ["", ""], ["== \($part)"],
	($bench.figures[] | select(.part == $part) | cells))
| @tsv
