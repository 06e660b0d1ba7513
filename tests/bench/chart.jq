# bench.json as a picture: a bar for each figure that a peer has too, of memtap's over the peer's, on a logarithmic scale.
include "format";
def escape: gsub("&"; "&amp;") | gsub("<"; "&lt;") | gsub(">"; "&gt;");
def width: 860;
def left: 430;  # of the scale
def right: 800;
def row_height: 19;
def lowest: 0.01;
def highest: 10;
def place: ([[., lowest] | max, highest] | min) as $ratio
	| left + (right - left) * (($ratio | log10) - (lowest | log10)) / ((highest | log10) - (lowest | log10)) | . * 10 | round / 10;
def text($x; $y; $class): "<text x=\"\($x)\" y=\"\($y)\" class=\"\($class)\">\(. | escape)</text>";

# Rows of the picture, each with its y: headings, and figures with a ratio.
def rows:
	. as $bench
	| [parts[] as $part | [$bench.figures[] | select(.part == $part and .ratio != null)] | select(length > 0)
		| {heading: $part}, .[]]
	| to_entries | map(.value + {y: (56 + .key * row_height)});
rows as $rows
| (($rows | last | .y // 56) + 24) as $height
| "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(width) \($height)\" width=\"\(width)\" height=\"\($height)\" role=\"img\" aria-labelledby=\"title\">",
  "<title id=\"title\">memtap's figures over those of its peers</title>",
  "<style>",
  "svg { --ink: #1f2328; --faint: #59636e; --line: #d1d9e0; --better: #1a7f5a; --worse: #b3541e; --paper: #ffffff }",
  "@media (prefers-color-scheme: dark) { svg { --ink: #e6edf3; --faint: #9198a1; --line: #3d444d; --better: #3fb98a; --worse: #e08a4f; --paper: #0d1117 } }",
  "text { font: 12px system-ui, sans-serif; fill: var(--ink) }",
  ".name { text-anchor: end } .heading { font-weight: 600 } .faint { fill: var(--faint) } .middle { text-anchor: middle; fill: var(--faint) }",
  ".paper { fill: var(--paper) } .better { fill: var(--better) } .worse { fill: var(--worse) }",
  "line { stroke: var(--line) } .one { stroke: var(--faint) } .limit { stroke: var(--ink); stroke-width: 2 }",
  "</style>",
  "<rect class=\"paper\" width=\"\(width)\" height=\"\($height)\"/>",
  ("memtap / peer, on a logarithmic scale: the longer to the left the better; a mark is the limit" | text(12; 16; "faint")),
  ((0.01, 0.1, 1, 10) | place as $x
	| (if . == 1 then "1 ×" else "\(.)" end | text($x; 36; "middle")),
	  "<line class=\"\(if . == 1 then "one" else "" end)\" x1=\"\($x)\" x2=\"\($x)\" y1=\"40\" y2=\"\($height - 16)\"/>"),
  ($rows[]
	| . as $row
	| (1 | place) as $one
	| if .heading then (.heading | text(12; $row.y; "heading"))
	  else
		("\(.name), \(.peer.name)" | if length > 68 then .[:67] + "…" else . end | text(left - 8; $row.y; "name")),
		(.ratio | place) as $tip
		| "<rect class=\"\(if .ratio <= 1 then "better" else "worse" end)\" x=\"\([$one, $tip] | min)\" y=\"\(.y - 10)\" width=\"\($tip - $one | fabs * 10 | round / 10)\" height=\"12\"/>",
		(if .limit.of == "ratio" then (.limit.most | place) as $x
			| "<line class=\"limit\" x1=\"\($x)\" x2=\"\($x)\" y1=\"\($row.y - 13)\" y2=\"\($row.y + 5)\"/>" else empty end),
		("\(.ratio | digits)" | text(right + 10; $row.y; "faint"))
	  end),
  "</svg>"
