# A name of C++ is several functions to one pair of programs: also where one continues as the other, by a jump.
#@ compile jumps.mto -e 'uretprobe:/tests/bin/cppnames:cpp:"leap::jump" { @[func] = sum(entry(arg0)); }'
trace_work jumps.mto cppnames 5
shown
losses
