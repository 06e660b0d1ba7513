# shellcheck shell=bash disable=SC2034 # variables for others
# Where things are; sourced by the scripts beside it, which run from the root of the source tree.
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit
PATH=$PATH:/usr/sbin:/sbin # mke2fs and debugfs, for an ordinary user
BUILD=${BUILD:-build}
VM=$BUILD/vm
BUSYBOX=${BUSYBOX:-$(command -v busybox)} # has to be the static one

die() { echo "${0##*/}: $*" >&2; exit 2; }

# The first Debian mirror in the machine's apt sources, in the new format or the old.
mirror() {
	{ cat /etc/apt/sources.list.d/*.sources /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null || :; } |
		sed -nE 's,^(URIs:|deb( +\[.*\])?) +([a-z]+://[^ ]*/debian)/?( .*)?$,\3,p' | head -1
}
