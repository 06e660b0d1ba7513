# shellcheck shell=bash disable=SC2034,SC2154 # interleave takes names; variables of bench.sh
# Names for addresses and the text of stacks, natively: the runtime's own symboliser and printer, with maps that are made up, and
# how time and memory grow with the stacks and with the file. See tests/scale/symbols.c.
section 'Symbols, natively'

figures() { "$BUILD/tests/scale-symbols" "$@" 2>&1 >/dev/null </dev/null; }
figure() { sed -n "s/.*\"$1\": \([0-9.]*\).*/\1/p"; } # figure NAME: of those
for copies in 4 40 350; do tests/scale/make_binary $copies "$work/$copies.so"; done

for stacks in 1000 10000 100000; do
	seen=$(figures stacks "$work/4.so" $stacks)
	limit=()
	((stacks < 100000)) || limit=(most 5)
	row "$stacks distinct stacks of 30 frames, named and printed: processor time" s "$(figure cpu_seconds <<<"$seen")" '' '' "${limit[@]}"
	row "$stacks distinct stacks of 30 frames, named and printed: memory" MB "$(calculate "$(figure kilobytes <<<"$seen") / 1000")"
done
for copies in 4 40 350; do
	size=$(($(stat -c %s "$work/$copies.so") / 1000000))
	seen=$(figures names "$work/$copies.so" 1000)
	row "1000 addresses of a file of $size MB, with lines: processor time" s "$(figure cpu_seconds <<<"$seen")"
	row "1000 addresses of a file of $size MB, with lines: memory" MB "$(calculate "$(figure kilobytes <<<"$seen") / 1000")"
done
