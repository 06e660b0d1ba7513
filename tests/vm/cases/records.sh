# Records.
#@ compile records.mto records.mt
memtap records.mto >trace.out
shown
memtap -f json records.mto | grep "@[mn]\""
