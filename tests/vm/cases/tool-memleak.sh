# Blocks that leak from one stack, of a process, a command and all processes; of a kernel, things of known sizes.
#@ smoke
#@ timeout 250
#@ compile process.mto -p 1 memleak 3600
#@ compile sampled.mto -p 1 memleak 3600 --probe-sample 64K
#@ compile itself.mto -p 1 memleak 3600 --sample 16K
#@ compile sized.mto -p 1 memleak 3600 --min-size 5K --max-size 60000
#@ compile counted.mto -p 1 memleak 1 2
#@ compile all.mto memleak 3600 --all
#@ compile kernel.mto memleak 3600 --top=100000
reported() { shown | sed 's/^[0-9:]\{8\} //' | cut_below child | mask_offsets | sed 's/+[0-9]* (/+OFFSET (/; s/[0-9]*, fibleak, $/PID, fibleak, /'; losses; }
for mode in leak --fix; do
	echo "== $mode"
	set -- 40
	[ $mode = leak ] || set -- --fix 40
	start fibleak "$@"
	trace -p "$pid" process.mto
	work
	end_trace
	reported
	finish
done
echo '== a command, and its end'
memtap -c 'fibleak --now --exit 40' process.mto >trace.out 2>trace.err
sed -n '/in the end/,$p' trace.out >rest
mv rest trace.out
reported
echo '== a sample'
start fibleak 4000
trace -p "$pid" sampled.mto
work
end_trace
finish
# 32768000 bytes in 4000 blocks, of which 470 are expected, and never more than 22 % off: five standard deviations.
awk '/^]: / { good = $2 > 25500000 && $2 < 40000000 && $5 > 350 && $5 < 600; print(good ? "about 4000 blocks of 8192 bytes" : $0) }' trace.out
losses
echo '== a sample that the process takes itself'
# 64000000 bytes and more in blocks of up to 8 KiB: some 3300 are sampled, and a bound of 3 % has room for another of 3 %.
MEMSAMPLE_SEED=3 memtap -c 'sampled --now --exit 3' itself.mto >trace.out 2>trace.err
cut_below keep <trace.out | sed -n '/in the end/,$p' | awk '/^kept/ { next } /^@heap/ || /^ / { sub(/[+].*/, "", $1); print $1 }'
awk '/^kept/ { kept = $2; blocks = $3 }
	/^]: / { ratio = $2 / kept; of_blocks = $7 / blocks; bound = $5 / kept }
	END { print (ratio > .95 && ratio < 1.05 && of_blocks > .8 && of_blocks < 1.2 && bound > .015 && bound < .04 ? "as much as there is" : ratio " " of_blocks " " bound) }' trace.out
losses
echo '== blocks of some sizes: those that realloc brought there, too'
start allocall 40
trace -p "$pid" sized.mto
work
end_trace
finish
awk '/^@heap\[/ { getline; sub(/\+.*/, "", $1); name = $1 } /^\]: / { print name, $2, $5 }' trace.out
losses | grep -v 'deeper than 127 frames' || :

echo '== two reports, and the last'
start fibleak 1
memtap -p "$pid" counted.mto 2>trace.err | sed 's/^[0-9:]\{8\} //; /^$/d'
finish

echo '== all processes'
trace all.mto
start fibleak 40
work
end_trace
finish
reported | awk '/, fibleak, /, /^\]: /'

echo '== JSON'
trace_json process.mto fibleak 40
sed -nE 's/^(hold @heap)\[\\n *(fibonacci)\+.*\\n *(child)\+.*\] (bytes=.*)/\1 \2 \3 \4/p' fields

echo '== the kernel'
trace kernel.mto
start kallocs messages 20 500
work
start kallocs keys 3 20000
work
start kallocs blocks 7 65536
work
end_trace
# BYTES COUNT of all stacks that a function is in, in one of the innermost DEPTH frames, added up.
of() { awk -v "what=$1" -v "depth=$2" '/^@heap\[/ { is_in = 0; last = NR + depth } NR <= last && index($1, what "+") == 1 { is_in = 1 }
	/^\]: / && is_in { bytes += $2; n += $5; is_in = 0 } END { print what, bytes + 0, n + 0 }' trace.out; }
of load_msg 3 | sed 's/load_msg/messages:/'
of user_preparse 6
of packet_set_ring 9 >rings
# Seven blocks, their table, and what the table needs: objects that are smaller than a page.
awk '{ print "blocks:", int($2 / 65536), $2 % 65536 < 4096 ? "and less than a page" : $2 }' rings
losses | grep -v 'probes* skipped\|updates* refused' || :
