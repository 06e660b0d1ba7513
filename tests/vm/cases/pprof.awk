# What protoc --decode has made of a profile -> one line each of what it is about: types of values, mappings, and samples, the
# outermost function first.
#
#     types inuse_objects/count inuse_space/bytes
#     mapping /tests/bin/fibleak build id, functions, lines
#     sample child;fibonacci (fibleak.c:43) comm=fibleak 40 327680
function unquoted(text) { sub(/^[^"]*"/, "", text); sub(/"$/, "", text); return text }
function base(path) { sub(/.*\//, "", path); return path }
/^string_table: / { texts[count++] = unquoted($0); next }
/^[a-z_]+ \{/ { depth = 1; kind = $1; split("", at); label = 0; values = locations = labels = ""; next }
/^  [a-z_]+ \{/ && $1 == "label" { label++; split("", part); in_label = 1; next }
/^  [a-z_]+ \{/ { next } # the line of a location
/^  \}/ && in_label { in_label = 0; labels = labels " " part["key"] "=" (part["str"] ? "s" part["str"] : "n" part["num"] + 0); next }
/^  \}/ { next }
/^\}/ {
	if (kind == "sample_type") types[++type_count] = at["type"] "/" at["unit"]
	if (kind == "function") { name[at["id"]] = at["name"]; file[at["id"]] = at["filename"] }
	if (kind == "location") { function_of[at["id"]] = at["function_id"]; line_of[at["id"]] = at["line"]; place[at["id"]] = at["address"] }
	if (kind == "mapping") mapping[++mapping_count] = at["filename"] " " at["build_id"] + 0 " " at["has_functions"] " " at["has_line_numbers"]
	if (kind == "sample") samples[++sample_count] = locations "|" labels "|" values
	kind = ""
	next
}
in_label { sub(":", "", $1); part[$1] = $2; next }
kind == "sample" && $1 == "location_id:" { locations = $2 " " locations; next }
kind == "sample" && $1 == "value:" { values = values " " $2; next }
{ sub(":", "", $1); at[$1] = $2 }
function frame(id,   text) {
	if (!function_of[id]) return "?"
	text = texts[name[function_of[id]]]
	return line_of[id] ? text " (" base(texts[file[function_of[id]]]) ":" line_of[id] ")" : text
}
END {
	text = "types"
	for (i = 1; i <= type_count; i++) { split(types[i], p, "/"); text = text " " texts[p[1]] "/" texts[p[2]] }
	print text
	for (i = 1; i <= mapping_count; i++) {
		split(mapping[i], p, " ")
		print "mapping " texts[p[1]] (p[2] ? ", build id of " length(texts[p[2]]) " digits" : "") (p[3] == "true" ? ", functions" : "") (p[4] == "true" ? ", lines" : "")
	}
	for (i = 1; i <= sample_count; i++) {
		split(samples[i], p, "|")
		text = ""
		n = split(p[1], ids, " ")
		for (j = 1; j <= n; j++) text = text (j > 1 ? ";" : "") frame(ids[j])
		n = split(p[2], list, " ")
		for (j = 1; j <= n; j++) {
			split(list[j], q, "=")
			text = text " " texts[q[1]] "=" (q[2] ~ /^s/ ? texts[substr(q[2], 2)] : substr(q[2], 2))
		}
		print "sample " text p[3]
	}
}
