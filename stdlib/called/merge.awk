# Declarations of several files, as declare.sed writes them -> those of one: each file's metadata gets numbers of its own.
FNR == 1 {
	files++
	first += count
	count = 0
}
files > 1 && /^(target|!llvm)/ { next } # which all files have in common
{
	line = ""
	while (match($0, /![0-9]+/)) {
		number = substr($0, RSTART + 1, RLENGTH - 1) + 0
		if (number >= count)
			count = number + 1
		line = line substr($0, 1, RSTART) (first + number)
		$0 = substr($0, RSTART + RLENGTH)
	}
	print line $0
}
