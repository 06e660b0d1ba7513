# A process that lives on without its first thread: the kernel takes the uprobes of one process out with that.
#@ compile owners.mto -e 'uprobe:/tests/bin/owners:own { @own[arg0] = count(); }'
# without_first_thread TITLE HOW: the target is `owners HOW`.
without_first_thread() {
	for option in '' --follow; do
		echo "== $1-p $option"
		start owners "$2"
		trace -p "$pid" $option owners.mto
		work
		sleep 2
		end_trace
		shown
		losses | sed -E 's/process [0-9]+/process N/; s/ended [0-9]+ s/ended N s/'
		finish
	done
}
without_first_thread '' leader
without_first_thread 'another thread calls exec, ' thread
nothing_left
