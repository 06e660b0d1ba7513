# Random programs that compute with integers print what the rules of docs/language.md say.
#@ prepare tests/generate/programs --evaluate
#@ timeout 300
for program in *.mto; do
	memtap "$program" >run.out 2>run.err </dev/null || { cat run.err; fail "$program: exit status $?"; }
	diff "${program%.mto}.expected" run.out >diff.out && continue
	echo "${program%o}:"
	cat "${program%o}" diff.out
	different=1
done
[ ! "${different-}" ]
