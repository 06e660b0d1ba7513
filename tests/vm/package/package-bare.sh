# The package on a system that has nothing but the packages of every Debian: it can be installed and used, and goes without a trace.
#@ prepare tests/vm/package/files
#@ timeout 600
. ./package.sh
files() { # all that there are, but for what dpkg and apt note down of whatever is installed
	find / -xdev ! -path '/tmp/*' ! -path '/var/log/*' ! -path '/var/cache/apt/*' ! -path '/var/cache/ldconfig/*' \
		! -path '/var/lib/dpkg/status*' ! -path '/var/lib/dpkg/*-old' ! -path '/var/lib/apt/*' | sort
}
[ ! -e /usr/bin/memtap ] || fail 'not a bare system'
files >before

echo '== it installs'
apt install ./memtap.deb
dpkg-query -W -f '${Status}\n' memtap
sed -n 's/^\(.*\) upgraded, \(.*\) newly.*/\2 package/p' apt.log

echo '== it needs the C library alone'
dpkg -L memtap | while read -r file; do
	if [ -f "$file" ] && [ "$(head -c 4 "$file" | tail -c 3)" = ELF ]; then ldd "$file"; fi
done | sed -nE 's/.* => (.*) \(0x.*/\1/p' | sort -u | while read -r library; do
	dpkg-query -S "$(realpath "$library")" 2>/dev/null || dpkg-query -S "$library"
done | sed 's/:.*//' | sort -u

echo '== it knows the machine'
as_user memtap --info >info
grep -E '^  (BTF|tracefs|uprobe|tracepoint|kprobe)  ' info | sed -E 's/(yes|no).*/\1/'
as_user memtap-run --info | sed 1d >info-run
sed 1d info | diff - info-run

echo '== a tool by its name'
as_user memtap -c './fibleak --now --exit 40' memleak 2>&1 | masked | sed '/libc/d; /^ready\|^fib\|^done/d'

echo '== a one-liner'
as_user memtap -c './fibleak --now --exit 40' -e 'mem:alloc { @ = stats(bytes(args.size)); }' 2>/dev/null | sed -n '/^@/p'

echo '== compiled here, run by memtap-run'
as_user memtap --compile calls.mto -p 1 -e 'mem:alloc /args.size == 8192/ { @ = count(); }'
as_user memtap-run -c './fibleak --now --exit 40' calls.mto 2>/dev/null | sed -n '/^@/p'

echo '== bash, without its own package of completions'
as_user bash -c '. /usr/share/bash-completion/completions/memtap; COMP_LINE="memtap memle" COMP_POINT=12; _memtap; echo "${COMPREPLY[*]}"'

echo '== removed'
find /var/cache/memtap -type f -size +0 | grep -q . && echo 'it has kept programs'
apt remove memtap
files | comm -13 before - | grep -v '^/var/lib/dpkg/info/memtap\.' || :
echo '== purged'
apt purge memtap
files | diff before - || :
