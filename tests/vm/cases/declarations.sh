# Declarations as in C, laid out as the compiler of a program did.
#@ smoke
#@ compile declarations.mto declarations.mt
/tests/bin/records --size
trace_work declarations.mto records
shown
losses
