# _memtap_offer PREFIX WORD CANDIDATE...: those that begin with WORD, each behind PREFIX
_memtap_offer() {
	local prefix=$1 word=$2 candidate
	shift 2
	for candidate; do
		[[ $candidate == "$word"* ]] && COMPREPLY+=("$prefix$candidate")
	done
}

# _memtap_program TEXT: how the end of a program, or a pattern, may go on: a probe, or behind args. a field of a probe in TEXT
_memtap_program() {
	local text=$1 word=${1##*[!a-zA-Z0-9_:.]} name fields=''
	local before=${text%"$word"}
	if [[ $word == args.* ]]; then
		for name in "${!_memtap_fields[@]}"; do
			[[ $text == *"$name"* ]] && fields+=" ${_memtap_fields[$name]}"
		done
		# shellcheck disable=SC2086 # names of fields
		_memtap_offer "${before}args." "${word#args.}" $fields
	elif [[ $word == mem:* || $word != *:* ]]; then
		# shellcheck disable=SC2086 # names of kinds
		_memtap_offer "$before" "$word" $_memtap_kinds "${!_memtap_fields[@]}"
	elif [[ $word == *:?* ]]; then # one of this machine, which may take root to list
		mapfile -t fields < <(memtap -l "$word*" 2>/dev/null)
		_memtap_offer "$before" "$word" "${fields[@]}"
	fi
}

# _memtap_values OPTION TEXT: what may be its argument
_memtap_values() {
	case ${_memtap_takes[$1]-} in
	FILE*) mapfile -t COMPREPLY < <(compgen -f -- "$2") ;;
	DIR) mapfile -t COMPREPLY < <(compgen -d -- "$2") ;;
	PID) mapfile -t COMPREPLY < <(cd /proc && compgen -G "$2*" -X '*[!0-9]*') ;;
	COMMAND) mapfile -t COMPREPLY < <(compgen -c -- "$2") ;;
	PROGRAM) _memtap_program "$2" ;;
	*) # shellcheck disable=SC2086 # several words
		_memtap_offer '' "$2" ${_memtap_choices[$1]-} ;;
	esac
}

# The words of the line up to the cursor, with their quotes: unlike COMP_WORDS, they are not split at a colon or '='.
_memtap_split() {
	local rest=${COMP_LINE:0:COMP_POINT}
	local word="^[[:blank:]]*(([^[:blank:]'\"]|'[^']*('|\$)|\"[^\"]*(\"|\$))*)"
	words=()
	while [[ $rest =~ $word && ${BASH_REMATCH[0]} ]]; do
		words+=("${BASH_REMATCH[1]}")
		rest=${rest:${#BASH_REMATCH[0]}}
	done
	[[ $rest || ${COMP_LINE:COMP_POINT - 1:1} != [[:blank:]] || ! ${words[-1]} ]] || words+=('')
}

_memtap() {
	local words command program='' lists='' current before i
	COMPREPLY=()
	_memtap_split
	command=${words[0]##*/}
	[[ $command == memtap && ${#words[@]} -gt 2 && " $_memtap_commands " == *" ${words[1]:-/} "* ]] &&
		command=${words[1]} program=- # has no other options
	for ((i = 1; i < ${#words[@]} - 1; i++)); do
		[[ ${words[i]} == -l ]] && lists=1
		if [[ ${words[i]} != -* ]]; then
			program=${program:-${words[i]}}
		elif [[ ${words[i]} != -l && ${words[i]} != *=* && ${_memtap_takes[${words[i]}]-} ]]; then
			[[ ${words[i]} == -e ]] && program=-e
			i=$((i + 1))
		fi
	done
	current=${words[-1]} before=${words[-2]-}
	[[ $current == [\"\']* ]] && current=${current:1}

	# shellcheck disable=SC2086 # several words
	if [[ $before != -l && ${_memtap_takes[$before]-} ]]; then
		_memtap_values "$before" "$current"
	elif [[ $current == --*=* ]]; then
		_memtap_values "${current%%=*}" "${current#*=}"
	elif [[ $current == -* ]]; then
		_memtap_offer '' "$current" ${_memtap_options[$command]} ${_memtap_options[${program:-none}]-}
	elif [[ $lists ]]; then
		_memtap_program "$current"
	elif [[ ! $program && $command == memtap ]]; then
		_memtap_offer '' "$current" $_memtap_tools
		[[ ${#words[@]} -eq 2 ]] && _memtap_offer '' "$current" $_memtap_commands
		mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -f -- "$current")
	else
		mapfile -t COMPREPLY < <(compgen -f -- "$current")
	fi
	_memtap_finish
}

# Readline replaces what is behind the last colon or '=' of the line, unless it stands in quotes. Behind some words more follows.
_memtap_finish() {
	local i
	if [[ ${words[-1]} != [\"\']* && ${words[-1]} == *[:=]* ]]; then
		for i in "${!COMPREPLY[@]}"; do
			COMPREPLY[i]=${COMPREPLY[i]#"${words[-1]%"${words[-1]##*[:=]}"}"}
		done
	fi
	[[ ${#COMPREPLY[@]} = 1 && ${COMPREPLY[0]} == *[:=] ]] && compopt -o nospace 2>/dev/null
	return 0
}

complete -o filenames -F _memtap memtap memtap-run
