# bytes() and duration(): as text in units, as JSON in plain numbers.
#@ compile units.mto functions-units.mt
memtap units.mto >trace.out 2>trace.err
shown
losses
echo JSON
memtap -f json units.mto 2>trace.err | grep -E '^\{"type":"(map|value|stats|hold|printf)"' | head -n 24
losses
