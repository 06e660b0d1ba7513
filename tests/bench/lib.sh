# shellcheck shell=sh
# How a figure gets into the table. Sourced on the host and in the guest, whose shell is busybox's; the rows go to $ROWS.

# section TITLE: of the rows that follow
section() { section=$1; }

# row NAME UNIT MEMTAP [PEER FIGURE [ratio MOST|most MOST]]: a figure of memtap, and the same of a peer ('' '': there is none).
# The limit is of memtap / peer, or of memtap's figure. One that could not be measured is empty.
row() {
	printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$section" "$1" "$2" "$3" "${4-}" "${5-}" "${6-}" "${7-}" >>"$ROWS"
}

# calculate EXPRESSION: by awk; nothing when a figure in it is missing, so that the expression is none
calculate() { awk "BEGIN { printf \"%.6g\", $1 }" 2>/dev/null || :; }

# median: of the numbers on standard input, a line each
median() { sort -g | awk 'NF { v[++n] = $1 } END { if (n) print v[int((n + 1) / 2)] }'; }
# least: of them
least() { sort -g | awk 'NF { print $1; exit }'; }
