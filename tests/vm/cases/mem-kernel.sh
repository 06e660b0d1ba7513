# What the kernel allocates and frees, of known sizes; pages of large objects are not seen again as pages.
#@ timeout 150
#@ compile kernel.mto mem-kernel.mt
held() { # what was printed last
	awk '/^held:/ { text = ""; next } /^end/ { last = text; next } { text = text $0 "\n" } END { printf "%s", last }' trace.out |
		sed '/packet_create/d; s/percpu_counter_init[_a-z]*,/percpu_counter_init,/' >held
}
is_held() { held; cmp -s held expected; }
expect() { # expect: on standard input; in the end it is what is held
	cat >expected
	until_true 30 is_held || { diff -u expected held >&2; fail 'other things are held'; }
	cat held
}

trace kernel.mto
processes=
for what in 'messages 20 500' 'keys 3 20000' 'files 30' 'blocks 7 65536' 'mounts 5'; do
	start kallocs $what
	work
	processes="$processes $pid"
done
expect <<END
@kmalloc[kmalloc, 548, 1024]: 20480 bytes in 20 objects
@kmalloc[kmalloc, 20024, 32768]: 98304 bytes in 3 objects
@files: 30 bytes in 30 objects
@pages[4, MIGRATE_UNMOVABLE]: 458752 bytes in 7 objects
@percpu[__percpu_counter_init, 4]: 80 bytes in 5 objects
@percpu[__percpu_init_rwsem, 4]: 240 bytes in 15 objects
END
for pid in $processes; do finish "$pid"; done
end_trace
of_keys() { awk -v "map=$1" 'index($0, map "[") == 1 { is_ours = 1; is_key = 0 } /user_preparse/ { is_key = 1 }
	/^\]: / && is_ours { n += is_key * $2; is_ours = 0 } END { print n + 0 }' trace.out; }
echo "pages of keys: $(of_keys @order3_of_all), of which mem:page_alloc saw $(of_keys @order3)"
losses | grep -v 'probes* skipped' || :

echo '== given back'
trace kernel.mto
for what in 'messages 20 500' 'files 30' 'blocks 7 65536' 'mounts 5'; do
	start kallocs --free $what
	work
	finish
done
expect <<END
@kmalloc: nothing held
@files: nothing held
@pages: nothing held
@percpu: nothing held
END
end_trace
losses | grep -v 'probes* skipped' || :
