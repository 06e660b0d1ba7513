# Names of C++ in stacks, with their parameters: templates, methods, constructors, operators, lambdas; also of a program that has ended.
#@ compile blocks.mto -e 'mem:alloc /comm == "cxxnames" && args.size < 100/ { @[args.size, ustack] = count(); }'
names() { shown | cut_below main | mask_offsets; }
trace_work blocks.mto cxxnames 3
echo '== by the program'
names
echo '== ended before the report'
trace blocks.mto
kill -STOP "$tracer"
cxxnames --now --exit 3 >/dev/null
kill -CONT "$tracer"
end_trace
names
losses
