# Programs that the verifier has refused once, as there are many in one script.
#@ compile many.mto verified-many.mt
memtap -c 'cat /proc/self/status' many.mto >trace.out 2>err
echo "exit status $?, $(grep -c '^@of\[' trace.out) histograms"
