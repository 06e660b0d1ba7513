# shellcheck shell=sh disable=SC2154 # variables of guest_lib.sh
# How large the programs are that a tool loads, when libbpf-tools has it too: instructions as the verifier left them.
section 'Instructions of tools that libbpf-tools has too, in the VM'

start churn 1
# size COMMAND...: bytes of its programs, when no more come for a second. Some tools say nothing before something happens.
size() {
	before=$(last_program)
	attached ' ' "$@" >trace.out 2>trace.err </dev/null &
	tracer=$!
	loaded=''
	while kill -0 "$tracer" 2>/dev/null; do
		last=$loaded
		sleep 1
		loaded=$(programs "$before" | cut -d' ' -f1-3)
		[ -z "$loaded" ] || [ "$loaded" != "$last" ] || break
	done
	printf '%s\n' "$*" "$loaded" >&2
	[ -z "$loaded" ] || total 3
	end_trace
}
compare() { # compare TOOL PEER [ARG...]
	tool=$1 peer=$2
	shift 2
	row "$tool${1:+ of a process}" bytes "$(size memtap "$tool" "$@")" "$LIBBPF_TOOLS' $peer" "$(size "$peer-libbpf" "$@")"
}
compare memleak memleak -p "$pid"
compare memleak memleak
compare oomkill oomkill
compare drsnoop drsnoop
compare numamove numamove
compare slabtop slabratetop
finish
