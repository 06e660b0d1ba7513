# bench.json as tables for docs/performance.md, one for each part.
include "format";
def line: "| " + join(" | ") + " |";
. as $bench
| "Of memtap \(.revision); \(.peers | join(", ")); in the VM Linux \(.kernel).",
  (parts[] as $part | "", "### \($part)", "",
	"| figure | memtap | peer | | ratio | limit | met |", "|---|---:|---:|---|---:|---:|---|",
	($bench.figures[] | select(.part == $part) | cells | .[6] |= if . == "NO" then "**no**" else . end | line))
