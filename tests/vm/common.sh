# shellcheck shell=bash disable=SC2034 # variables for others
# Where things are; sourced by the scripts beside it, which run from the root of the source tree.
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit
PATH=$PATH:/usr/sbin:/sbin # mke2fs and debugfs, for an ordinary user
BUILD=${BUILD:-build}
VM=$BUILD/vm
BUSYBOX=${BUSYBOX:-$(command -v busybox)} # has to be the static one

die() { echo "${0##*/}: $*" >&2; exit 2; }
