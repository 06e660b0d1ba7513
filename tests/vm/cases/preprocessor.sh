# What C scripts begin with: headers, whose types come from BTF, constants and conditions.
#@ compile preprocessor.mto preprocessor.mt
memtap preprocessor.mto >trace.out
shown
