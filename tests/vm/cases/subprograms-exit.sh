# exit() in functions that END calls, too.
#@ compile exit.mto subprograms-exit.mt
memtap -q exit.mto || echo "exit status $?"
