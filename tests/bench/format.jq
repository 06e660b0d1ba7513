# How figures are printed: three digits that count.
def digits:
	if . == null then "?"
	elif . == 0 then "0"
	else (. as $x | fabs | log10 | floor) as $magnitude
		| if $magnitude >= 2 then round | tostring
			else (pow(10; 2 - $magnitude)) as $scale | (. * $scale | round) / $scale | tostring end
	end;
def with_unit($unit): digits + (if $unit == "" then "" else " " + $unit end);
def limit_text: if .limit == null then "" elif .limit.of == "ratio" then "≤ \(.limit.most | digits) ×" else "≤ \(.limit.most | with_unit(.unit))" end;
def met_text: if .limit == null then "" elif .met == null then "not measured" elif .met then "yes" else "NO" end;
def cells:
	. as $row
	| [.name, (.memtap | with_unit($row.unit)),
	   (if .peer == null then "" else .peer.figure | with_unit($row.unit) end), (.peer.name // ""),
	   (if .peer == null then "" elif .ratio == null then "?" else .ratio | digits end),
	   (if .limit == null then "" elif .limit.of == "ratio" then "≤ \(.limit.most | digits)" else "≤ \(.limit.most | with_unit($row.unit))" end),
	   met_text];
def parts: reduce .figures[].part as $part ([]; if index([$part]) then . else . + [$part] end);
