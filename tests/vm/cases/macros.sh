# Macros, from the script and from a file that it imports.
#@ smoke
#@ compile macros.mto macros.mt
memtap macros.mto >trace.out
shown
