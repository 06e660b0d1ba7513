# -f pprof: what protoc reads in it equals what the text report says.
#@ smoke
#@ timeout 250
#@ prepare cp runtime/profile.proto
#@ compile process.mto -p 1 memleak 3600 --top=1000
#@ compile labels.mto pprof.mt
command -v protoc >/dev/null || skip 'no protoc here (package protobuf-compiler)'
decoded() { gunzip -c <"$1" | protoc --decode=perftools.profiles.Profile profile.proto | awk -f pprof.awk; }
below() { sed "s/^sample .*;$1/sample $1/"; }

start fibleak 40
trace -f pprof -o leak.pb.gz -p "$pid" process.mto
work
end_trace
cat trace.out
losses | sed 's/^[0-9:]\{8\}/TIME/'
decoded leak.pb.gz | below child | sed '/^mapping .*libc/s/,.*//; s/^mapping .*\//mapping /'
finish

echo '== the figures of the text report'
for form in text pprof; do
	start allocall 40
	trace -f $form -p "$pid" process.mto
	work
	end_trace
	finish
	mv trace.out "$form.out"
done
decoded pprof.out | awk '/^sample/ { print $NF, $(NF - 1) }' | sort >of.pprof
awk '/^\]: / { print $2, $5 }' text.out | sort >of.text
cmp of.text of.pprof && wc -l <of.text

echo '== labels, and several maps'
trace -f pprof -o labels.pb.gz labels.mto
start fibleak 3
work
finish
end_trace
decoded labels.pb.gz | sed '/^mapping .*libc/s/,.*//; s/^mapping .*\//mapping /'

