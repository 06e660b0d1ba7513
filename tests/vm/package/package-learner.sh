# The package on a system of someone who learns from it: the documents that it installs, its tutorial in both languages and what README.md
# shows first, each command typed as it is printed there, print what they print there; man pages open, and shells complete.
#@ prepare tests/vm/package/files
#@ timeout 1700
. ./package.sh
doc=/usr/share/doc/memtap
apt install ./memtap.deb
install fibleak /usr/local/bin/

# follow DOCUMENT NAME [LANGUAGE]: its steps, in a folder of that name
follow() {
	mkdir "$2"
	as_user bash ./steps "$doc/$1" "$2" ${3-}
	cd "$2"
	while read -r number title; do
		echo "== $1, $number"
		as_user sh "$number.sh" 2>&1 </dev/null | masked | told >printed
		awk -v number="$number" '/^== / { at++; next } at == number' "$2.out" | told | diff - printed && echo 'as printed'
	done <list
	cd ..
}
told() { cat; }
follow tutorial.md tutorial
follow zh-TW/tutorial.md tutorial-zh

# How many pages it takes is the kernel's business, and who fibleak is its own.
told() { sed '/^ready\|^fib\|^done/d; /^@: [0-9.]* KiB$/s/[0-9.]\{1,\}/N/'; }
follow README.md readme text
follow zh-TW/README.md readme-zh text

# typed COMMAND: one of README.md, for our process in the place of 1234; it has attached
typed() {
	grep -qxF "    $1" $doc/README.md || fail "README.md has no $1"
	echo "exec $1" | sed "s/exec ssh server /exec /; s/1234/$pid/" >typed.sh
	: >typed.out
	as_user sh typed.sh >typed.out 2>&1 </dev/null &
	typing=$!
	until_true 60 grep -q '^Attached' typed.out || { cat typed.out; fail "not attached: $1"; }
}
control_c() { # what it has printed by then is in `printed`. sudo passes on no signal of a process of its own group.
	kill -INT "$(tr -d ' ' <"/proc/$typing/task/$typing/children")"
	wait $typing || { cat typed.out; fail "exit status $?"; }
	masked <typed.out | sed '/libc/d' >printed
}

echo '== README.md, something eats memory'
start ./fibleak 40
typed 'sudo memtap memleak -p 1234'
work
wait_for_line '40 objects' typed.out
control_c
sed '/objects/q' printed
finish

echo '== README.md, you know bpftrace'
typed "sudo memtap -e 'tracepoint:syscalls:sys_enter_brk { @[ustack, comm] = count(); }'"
/bin/true
control_c
sed -n 's/^\(, true\]\): [1-9].*/\1/p' printed | sort -u

echo '== README.md, you look after many machines'
grep -qx '    memtap --compile memleak.mto -p 1 memleak 60' $doc/README.md
as_user memtap --compile memleak.mto -p 1 memleak 60
start ./fibleak 40
typed 'ssh server sudo memtap-run -p 1234 - <memleak.mto'
work
control_c
cat printed
finish

echo '== README.md, what can this machine trace'
grep -q '^    sudo memtap --info ' $doc/README.md
as_user sudo memtap --info | grep -cE '^  [^ ].*  yes( |$)' | sed 's/^[1-9][0-9]*$/much/'

echo '== man pages'
dpkg -L memtap | sed -nE 's,.*/share/man/man[17]/(.*)\.[17]\.gz$,\1,p' | sort >pages
while read -r page; do as_user man -w "$page" >/dev/null || echo "no $page"; done <pages
for page in memtap memtap-run memtap-memleak memtap-language memtap-tutorial; do
	as_user MANPAGER=cat man "$page" 2>&1 | sed -nE '/^NAME/{n; s/^ *([a-z-]+) +- +[a-zA-Z].*/\1/; p; q}'
done
as_user MANPAGER=cat man -L zh_TW memtap-tutorial 2>&1 | grep -o '十二步教學' | sort -u
as_user apropos memtap | sed 's/ .*//' | sort | comm -3 - pages

echo '== bash'
as_user bash -c '. /usr/share/bash-completion/bash_completion; _completion_loader memtap; complete -p memtap; cd /
	COMP_LINE="memtap memle" COMP_POINT=12; _memtap; echo "${COMPREPLY[*]}"'
as_user bash -c '. /usr/share/bash-completion/bash_completion; _completion_loader memtap-run; complete -p memtap-run'
echo '== zsh'
as_user zsh -fc 'autoload -Uz compinit; compinit -D -u; print -l $_comps[memtap] $_comps[memtap-run]; whence -v _memtap | grep -c autoload'
echo '== fish'
as_user fish -c 'cd /; complete -C "memtap memle" | cut -f 1; complete -C "memtap-run --max" | cut -f 1'
