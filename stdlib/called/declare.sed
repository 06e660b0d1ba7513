# LLVM's text of a file of this folder -> declarations of its functions, with their types.
/^target /p
s/^define [^@]*(void|ptr|i64|i32) (@mt_.*\)) .*(!dbg ![0-9]+) \{$/declare \3 \1 \2/p
/^!llvm\.module\.flags/p
/^!/ {
	/^!llvm\./d
	s/ \| DIFlagAllCallsDescribed//
	s/= distinct (!DISubprogram\(.*spFlags: )DISPFlagDefinition \| (.*), unit: .*\)$/= \1\2)/
	p
}
