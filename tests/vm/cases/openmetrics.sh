# -f openmetrics: all kinds of maps, read by a strict parser; of a thousand and three keys the three smallest are left out.
#@ smoke
#@ compile metrics.mto openmetrics.mt
memtap -f openmetrics metrics.mto 2>trace.err | awk -f openmetrics.awk >samples
grep -v memtap_map_many samples
awk '/^memtap_map_many/ { sum += $2 } END { print sum }' samples # 3 + ... + 1002
losses
