# A compiled program is kept, and taken only where all that it was made of is the same.
#@ timeout 600
export MEMTAP_MAX_COST=0
cache=/var/cache/memtap
rm -rf /var # which a bare system does not have
told='s/^memtap: the compiled program //p'
run() { memtap -q -v "$@" 2>&1 </dev/null | sed -n -e "$told" -e '/^says/p'; }
kept() { find $cache -type f -size +0 ! -name other; }

echo 'macro text() { "one" }' >said.mt
echo 'import "said.mt"; BEGIN { printf("says %s %d\n", text(), getopt("n", 1)); exit(); }' >saying.mt
echo '== the same'
run saying.mt
run saying.mt
ls -ld $cache | cut -c1-10
ls -l $cache | sed -n 's/^\(..........\).*/\1/p'
echo '== the script'
sed -i 's/says/says again/' saying.mt
run saying.mt
run saying.mt
echo '== an import'
echo 'macro text() { "two" }' >said.mt
run saying.mt
echo '== a word'
run saying.mt --n=2
run saying.mt --n=2
run saying.mt
echo '== the environment'
MEMTAP_MAX_STRLEN=32 run saying.mt
MEMTAP_MAX_STRLEN=32 run saying.mt
echo '== a process'
start sharing wait
run -p $pid saying.mt
run -p $$ saying.mt
finish
echo '== an event that is another'
events=/sys/kernel/tracing/kprobe_events
echo 'p:mtcache/said do_nanosleep value=$stack:u8' >$events
asking='tracepoint:mtcache:said { print(args.value); }' # which the kernel lets nobody attach to
run -e "$asking"
run -e "$asking"
echo 'p:mtcache/said do_nanosleep value=$stack:u64' >$events
run -e "$asking"
echo >$events
run -e "$asking"
echo '== never'
run --no-cache saying.mt
MEMTAP_NO_CACHE=1 run saying.mt
run --unsafe saying.mt
run -e 'tracepoint:oom:* { @ = count(); } BEGIN { printf("says\n"); exit(); }'
run -e 'uprobe:described:look { print(args); } BEGIN { printf("says\n"); exit(); }'
echo '== damaged'
rm -rf $cache
run saying.mt
for file in $(kept); do printf x | dd of=$file bs=1 seek=2000 conv=notrunc 2>/dev/null; done
run saying.mt
run saying.mt
for file in $(kept); do truncate -s 3000 $file; done
run saying.mt
echo "== not the user's alone"
for file in $(kept); do chmod 644 $file; done
run saying.mt | sed "s,$cache/[0-9a-f]*,FILE,"
for file in $(kept); do chmod 600 $file; chown nobody $file; done
run saying.mt | sed "s,$cache/[0-9a-f]*,FILE,"
for file in $(kept); do chown root $file; ln $file $cache/other; done
run saying.mt | sed "s,$cache/[0-9a-f]*,FILE,"
for file in $(kept); do ln -sf other $file; done
run saying.mt | sed "s,$cache/[0-9a-f]*,FILE,"
chmod 755 $cache
run saying.mt
rm -rf $cache
mkdir other
chmod 700 other
ln -s $PWD/other $cache
run saying.mt
rm $cache
echo '== a full disk'
mkdir $cache
mount -t tmpfs -o size=4k,mode=700 tmpfs $cache
run saying.mt
run saying.mt
umount $cache
