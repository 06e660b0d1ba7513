# Declarations as in C, laid out as the compiler of a program did.
#@ smoke
#@ compile declarations.mto declarations.mt
/tests/bin/records --size
start records
trace -p "$pid" declarations.mto
work
end_trace
shown
losses
