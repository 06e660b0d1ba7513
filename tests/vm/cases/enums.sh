# Enums: their values by name and as numbers.
#@ compile enums.mto enums.mt
memtap enums.mto >trace.out
shown
memtap -q -f json enums.mto 2>/dev/null | head -n 3
