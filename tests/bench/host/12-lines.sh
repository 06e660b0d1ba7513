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
for lines in 100 1000 5000 10000; do
	script $lines >"$work/$lines.mt"
	eval "lines_$lines=(\"\$MEMTAP\" -n \"\$work/$lines.mt\")"
done
interleave 5 lines_100 lines_1000
interleave 2 lines_5000 lines_10000
for lines in 100 1000 10000; do
	limit=()
	((lines < 10000)) || limit=(most 1000)
	row "script of $lines lines: processor time" ms "${milliseconds[lines_$lines]}" '' '' "${limit[@]}"
	row "script of $lines lines: memory" MB "${megabytes[lines_$lines]}"
done

# What a line takes. The first hundreds find memory that the start has left free: what grows is seen behind them.
a_line() { # a_line FIGURE AT_1000 AT_5000 AT_10000
	row "a line more: $1 from 5000 to 10000 lines over that from 1000 to 5000" x "$(calculate "($4 - $3) / 5 / (($3 - $2) / 4)")" '' '' most 1.3
}
a_line 'processor time' "${milliseconds[lines_1000]}" "${milliseconds[lines_5000]}" "${milliseconds[lines_10000]}"
a_line memory "${megabytes[lines_1000]}" "${megabytes[lines_5000]}" "${megabytes[lines_10000]}"
