# --show-allocs: each block as it comes and goes, of a process and of all, at an address that fits.
#@ timeout 200
#@ compile process.mto -p 1 memleak 3600 --show-allocs
#@ compile sized.mto -p 1 memleak 3600 -a --min-size 5K --max-size 60000
#@ compile all.mto memleak 3600 --all -a
#@ compile kernel.mto memleak --show-allocs
# shown_of PROCESS: how many allocations and frees of each kind and size; of the latter, those of blocks that were shown.
shown_of() { awk -v "process=$1" '$3 != process { next }
	$4 == "alloc" && NF == 7 { n["alloc " $5 " " $6]++; size[$7] = $6 }
	$4 == "free" && NF == 6 && $6 in size { n["free " $5 " of " size[$6]]++; delete size[$6] }
	END { for (what in n) print n[what], what }' trace.out | sort -k 2; }
# shown_of_threads: the same without regard to addresses, for which threads race (see realloc() in the tool's page), and
# without free(), which libc calls for what a thread that ends has in its cache.
shown_of_threads() { awk '$3 != "allocall" { next } $4 == "alloc" && NF == 7 { n["alloc " $5 " " $6]++ } $5 == "realloc" && $4 == "free" { n["free " $5]++ }
	END { for (what in n) print n[what], what }' trace.out | sort -k 2; }
for mode in leak --fix; do
	echo "== $mode"
	set -- 40
	[ $mode = leak ] || set -- --fix 40
	start fibleak "$@"
	trace -p "$pid" process.mto
	work
	end_trace
	head -n 1 trace.out
	sed -n '2s/^[0-9][0-9]:[0-9][0-9]:[0-9][0-9] /TIME /; 2s/ *'"$pid"' / PID /; 2s/0x[0-9a-f]*$/ADDRESS/p' trace.out
	[ "$(awk '$4 == "alloc" || $4 == "free" { print $2 }' trace.out | uniq)" = "$pid" ] || echo 'other processes, too'
	shown_of fibleak
	losses
	finish
done
echo '== all of the allocator'
start allocall 40
trace -p "$pid" process.mto
work
end_trace
finish
shown_of_threads
losses | grep -v 'deeper than 127 frames' || :
echo '== blocks of some sizes'
start allocall 40
trace -p "$pid" sized.mto
work
end_trace
finish
shown_of_threads
losses | grep -v 'deeper than 127 frames' || :
echo '== not of the kernel'
memtap kernel.mto 2>&1 | grep -v ^Attached | sed 's,^.*: ERROR,ERROR,; s/[0-9:]\{8\} //' || :
echo '== all processes'
trace all.mto
start fibleak --fix 40
work
end_trace
finish
shown_of fibleak
