# A strict reader of OpenMetrics: complains of the first line that is not as it has to be, else prints the samples but for losses
# that are 0. `pos` and `text` are what is left of a line.
function wrong(why) { print "line " NR ": " why ": " $0; failed = 1; exit 1 }
function allowed(kind, suffix) {
	if (kind == "counter") return suffix == "_total"
	if (kind == "gauge") return suffix == ""
	if (kind == "histogram") return suffix == "_bucket" || suffix == "_count" || suffix == "_sum"
	if (kind == "summary") return suffix == "_count" || suffix == "_sum"
	return 0
}
# The bounds of a series are all there.
function end_buckets() {
	if (bounds && of_family && bounds != of_family) wrong("before it, a series with other buckets")
	if (bounds) of_family = bounds
	bounds = ""
}
is_ended { wrong("something behind the end") }
/^# EOF$/ { end_buckets(); is_ended = 1; next }
/^# TYPE / {
	end_buckets(); of_family = ""
	if (NF != 4 || $3 !~ /^[a-zA-Z_:][a-zA-Z0-9_:]*$/) wrong("no declaration")
	if ($3 in declared) wrong("declared twice")
	family = $3; declared[$3] = type = $4; bucket = -1
	next
}
{
	text = $0
	if (!match(text, /^[a-zA-Z_:][a-zA-Z0-9_:]*/)) wrong("no name")
	name = substr(text, 1, RLENGTH); text = substr(text, RLENGTH + 1)
	if (index(name, family) != 1 || !allowed(type, substr(name, length(family) + 1))) wrong("not of the family " family)
	if (name in family_of && family_of[name] != family) wrong("a name of " family_of[name])
	family_of[name] = family
	split("", seen); labels = ""; le = ""
	if (text ~ /^\{/) {
		text = substr(text, 2)
		while (text !~ /^\}/) {
			if (!match(text, /^[a-zA-Z_][a-zA-Z0-9_]*="([^"\\\n]|\\\\|\\"|\\n)*"/)) wrong("no label")
			label = substr(text, 1, RLENGTH); text = substr(text, RLENGTH + 1)
			key = label; sub(/=.*/, "", key)
			if (key in seen) wrong("a label twice")
			seen[key] = 1
			if (key == "le") le = label; else labels = labels label
			if (text ~ /^,./) text = substr(text, 2); else if (text !~ /^\}/) wrong("no comma")
		}
		text = substr(text, 2)
	}
	if (text !~ /^ -?[0-9]+$/) wrong("no value")
	if ((name, labels, le) in series) wrong("a series twice")
	series[name, labels, le] = 1
	if (name ~ /_bucket$/) {
		if (!le) wrong("a bucket without a bound")
		if (labels == bucket_of && text + 0 < bucket) wrong("fewer in a larger bucket")
		if (labels != bucket_of) end_buckets()
		bounds = bounds " " le; bucket_of = labels; bucket = text + 0
	} else end_buckets()
	if (name != "memtap_losses_total" || text != " 0") print
	else losses++
}
END { if (!failed && !is_ended) print "no end"; if (!failed) print (losses > 20 ? "and losses that are 0" : "no losses") }
