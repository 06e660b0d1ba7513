# Names of Rust in stacks, as rustc mangles them by now ("v0", with what a generic function was instantiated for) and as it did before:
# generic functions, methods, implementations of traits, closures; also of a program that has ended.
#@ compile blocks.mto -e 'mem:alloc /comm == "rustnames-v0" || comm == "rustnames-legac"/ { @[args.size, ustack] = count(); }'
names() { shown | cut_below main | mask_offsets; }
for version in v0 legacy; do
	echo "== $version"
	trace_work blocks.mto rustnames-$version 3
	names
	losses
done
echo '== ended before the report'
trace blocks.mto
kill -STOP "$tracer"
rustnames-v0 --now --exit 3 >/dev/null
kill -CONT "$tracer"
end_trace
names
losses
