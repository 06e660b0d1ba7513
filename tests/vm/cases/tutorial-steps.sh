# The twelve steps of docs/tutorial.md, as its reader types them, with memtap as it is installed: they are compiled here.
#@ prepare tests/vm/steps docs/tutorial.md
#@ timeout 300
while read -r number title; do
	echo "== $title"
	sh "$number.sh" 2>&1 </dev/null | masked
done <list
