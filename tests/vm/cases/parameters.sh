# $1, $#, str($1); getopt() of each type, given and by default; behind -- too.
#@ compile parameters.mto parameters.mt 12 abc -- -0x10
#@ compile options-default.mto parameters.options.mt
#@ compile options-given.mto parameters.options.mt --top=64K --every=20ms --name=some\ text --all -- --help --quiet=false
#@ compile options-letters.mto parameters.options.mt -at 64K --every 20ms --name some\ text -- --help
memtap parameters.mto >trace.out
shown
memtap options-default.mto >trace.out
shown
memtap options-given.mto >trace.out
shown
memtap options-letters.mto >trace.out
shown
memtap -e 'BEGIN { print(getopt("n", 1) + $1); exit(); }' --n=5 10 >trace.out
shown
