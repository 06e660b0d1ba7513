# for over maps, has_key, len, delete.
#@ smoke
#@ compile maps.mto loops-maps.mt
memtap maps.mto >trace.out
shown
