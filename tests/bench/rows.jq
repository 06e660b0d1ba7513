# The rows that lib.sh writes, to JSON.
def number: if . == "" then null else tonumber end;
def figure:
	{part: .[0], name: .[1], unit: .[2], memtap: (.[3] | number),
	 peer: (if .[4] == "" then null else {name: .[4], figure: (.[5] | number)} end),
	 limit: (if .[6] == "" then null else {of: .[6], most: (.[7] | number)} end)}
	| .ratio = (if .memtap != null and .peer.figure != null and .peer.figure != 0 then .memtap / .peer.figure else null end)
	| .met = (if .limit == null then null
		elif .limit.of == "ratio" then (if .ratio == null then null else .ratio <= .limit.most end)
		else (if .memtap == null then null else .memtap <= .limit.most end) end);
{revision: $revision, kernel: $kernel, peers: ($peers | split("\n") | map(select(. != ""))),
 figures: [inputs | split("\t") | figure]}
