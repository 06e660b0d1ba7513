# What was compiled for three kernels, run without the compiler: as a file and from a pipe, for a process and a command, as text and
# as JSON.
#@ smoke
#@ timeout 150
#@ compile-for 6.1 6.1.mto -p 1 memleak 3600
#@ compile-for 6.12 6.12.mto -p 1 memleak 3600
#@ compile-for newest newest.mto -p 1 memleak 3600
ln -s /usr/bin/memtap-run memtap
PATH=$PWD:$PATH
reported() { shown | sed 's/^[0-9:]\{8\} //' | cut_below child | mask_offsets; losses; }
for kernel in 6.1 6.12 newest; do
	echo "== compiled for $kernel"
	start fibleak 40
	trace -p "$pid" $kernel.mto
	work
	end_trace
	nothing_left "$pid"
	reported
	finish
done
echo '== from a pipe, of a command'
# shellcheck disable=SC2002 # a pipe, which cannot be read twice
cat newest.mto | memtap -c 'fibleak --now --exit 40' - 2>trace.err | sed -n '/in the end/,$p' >trace.out
reported
echo '== JSON'
trace_json 6.12.mto fibleak 40
sed -nE 's/^(hold @heap)\[\\n *(fibonacci)\+.*\\n *(child)\+.*\] (bytes=.*)/\1 \2 \3 \4/p' fields
