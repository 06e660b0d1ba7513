# tseries: what is kept of an interval, slots that are reused, and the same as JSON.
#@ compile tseries.mto tseries.mt
memtap tseries.mto >trace.out
sed -i 's/^..:..:..\.[0-9]* /hh:mm:ss.us /' trace.out
shown
memtap -f json tseries.mto >json.out
sed '/@reused/s/"2[^"]*"/TIME/; /losses/d' json.out
