# What the cases of the package have in common.

# as_user COMMAND...: as root who has logged in does it, with the programs of Debian and none of ours (in the background, a
# script's commands would ignore ^C)
as_user() {
	env -i --default-signal=INT HOME=/root TERM=dumb LANG=C.UTF-8 MEMTAP_MAX_COST=0 \
		PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@"
}
apt() { # apt COMMAND...: what it says only if it fails
	as_user DEBIAN_FRONTEND=noninteractive apt-get -y "$@" >apt.log 2>&1 </dev/null || { cat apt.log; fail "apt-get $1"; }
}
