# shellcheck shell=bash disable=SC2034,SC2154 # interleave takes names; variables of bench.sh
# A long script, and how time and memory grow with its lines: clauses of twenty lines.
section 'Compile only, natively'

script() { # script LINES
	local i line
	for ((i = 0; i < $1 / 20; i++)); do
		echo "kprobe:vfs_read /arg2 > $i/ {"
		for ((line = 0; line < 18; line++)); do echo "	@bytes[$line] = sum(arg2 + $i);"; done
		echo '}'
	done
}
for lines in 100 1000 10000; do
	script $lines >"$work/$lines.mt"
	eval "lines_$lines=(\"\$MEMTAP\" -n \"\$work/$lines.mt\")"
done
interleave 5 lines_100 lines_1000
interleave 2 lines_10000
for lines in 100 1000 10000; do
	limit=()
	((lines < 10000)) || limit=(most 1000)
	row "script of $lines lines: processor time" ms "${milliseconds[lines_$lines]}" '' '' "${limit[@]}"
	row "script of $lines lines: memory" MB "${megabytes[lines_$lines]}"
done
# Ten times the lines may take ten times the time; what is there at 100 lines is mostly the program's start.
row 'a line more: processor time at 10000 lines over that at 1000' x \
	"$(calculate "(${milliseconds[lines_10000]} - ${milliseconds[lines_1000]}) / (${milliseconds[lines_1000]} - ${milliseconds[lines_100]}) / 10")" \
	'' '' most 1.3
row 'a line more: memory at 10000 lines over that at 1000' x \
	"$(calculate "(${megabytes[lines_10000]} - ${megabytes[lines_1000]}) / (${megabytes[lines_1000]} - ${megabytes[lines_100]}) / 10")" \
	'' '' most 1.3
