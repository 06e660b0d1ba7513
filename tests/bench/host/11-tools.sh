# shellcheck shell=bash disable=SC2034,SC2154 # interleave takes names; variables of bench.sh
# Every bundled tool by itself, as the slowest decides.
section 'Compile only, natively'

slowest=0 slowest_name='' largest=0 largest_name=''
for file in scripts/*.mt; do
	name=$(basename "$file" .mt)
	arguments=()
	# What it needs to be compiled; the others want nothing.
	grep -q 'of_process\|has_target' "$file" && arguments=(-p 1)
	tool=("$MEMTAP" -n "${arguments[@]}" "$name")
	interleave 10 tool
	if [[ ! ${milliseconds[tool]} ]]; then
		echo "$name does not compile:" >&2
		cat "$work/errors" >&2
		continue
	fi
	echo "$name ${milliseconds[tool]} ${megabytes[tool]}" >>"$work/tools"
done
read -r slowest_name slowest _ < <(sort -k2 -g -r "$work/tools")
read -r largest_name _ largest < <(sort -k3 -g -r "$work/tools")
row "all $(wc -l <"$work/tools") tools, the slowest ($slowest_name): processor time" ms "$slowest" '' '' most 40
row "all tools, the largest ($largest_name): memory" MB "$largest"
row 'all tools: processor time, median' ms "$(cut -d' ' -f2 "$work/tools" | median)"
