#!/usr/bin/env bash
# Tries a Debian package of awaitlint where nothing but Debian 12 is: installs it, uses it, removes it.
#
# In: the package's file, root's rights, debootstrap; this machine's apt says where Debian's packages are. Out: what each step did,
# and status 0 if all went well. Writes to a temporary folder, which it removes. Touches nothing that is installed here.
set -euo pipefail

fail() {
    printf 'try_package: %s\n' "$*" >&2
    exit 1
}

[ $# -eq 1 ] || fail "usage: tools/try_package.sh PACKAGE.deb"
package=$(realpath "$1")
fixtures=$(realpath "$(dirname "$0")/../fixtures")
[ "$(id -u)" = 0 ] || fail "a clean Debian is a folder that is entered by chroot, which needs root: sudo $0 $1"
command -v debootstrap >/dev/null || fail "there is no debootstrap: apt-get install debootstrap"

mapfile -t sources < <(apt-get indextargets --format "deb \$(REPO_URI) \$(RELEASE) \$(COMPONENT)" | sort -u | grep -E ' bookworm(-[a-z]+)? main$')
mirror=$(printf '%s\n' "${sources[@]}" | awk '$3 == "bookworm" { print $2; exit }')
[ -n "$mirror" ] || fail "apt here knows no source of Debian 12 (bookworm): run apt-get update, or name one in /etc/apt/sources.list"

root=$(mktemp -d)
chmod 755 "$root"  # apt reads in it as a user of its own
leave() {
    mountpoint -q "$root/proc" && umount "$root/proc"
    rm -rf "$root"
}
trap leave EXIT
inside() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }

printf 'a clean Debian 12\n'
debootstrap --variant=minbase bookworm "$root" "$mirror" >"$root.log" 2>&1 || fail "debootstrap failed: $root.log"
rm -f "$root.log"
mount -t proc proc "$root/proc"
printf '%s\n' "${sources[@]}" >"$root/etc/apt/sources.list"
cp /etc/resolv.conf "$root/etc/resolv.conf"
inside apt-get -qq update
mkdir "$root/project"
cp -r "$fixtures/lib" "$root/project/lib"
cp "$package" "$root/project/"
cat >"$root/project/a.cpp" <<'CODE'
#include "task.h"
int get(int id);
task<int> get_async(int id);
task<int> load() { co_return co_await get(1); }
CODE

printf 'install\n'
inside apt-get -qq install -y --no-install-recommends "/project/$(basename "$package")" >/dev/null
inside awaitlint --version

printf 'use\n'
check=(inside sh -c "cd /project && awaitlint check a.cpp -- -std=c++20 -nostdinc++ -isystem lib")
status=0
"${check[@]}" || status=$?
[ "$status" = 1 ] || fail "a finding was expected (status 1), and the status was $status"
inside sh -c "cd /project && awaitlint fix a.cpp -- -std=c++20 -nostdinc++ -isystem lib"
grep -q 'co_await get_async(1)' "$root/project/a.cpp" || fail "the repair is not in the file"
inside awaitlint explain await-on-non-awaitable >/dev/null

printf 'remove\n'
inside apt-get -qq purge -y awaitlint >/dev/null
home=$(getent passwd root | cut -d: -f6)
left=$(find "$root" -xdev -name '*awaitlint*' ! -path "$root/project/*" ! -path "$root/proc/*" ! -path "$root$home/.*" ! -path "$root/var/log/*")
[ -z "$left" ] || fail "left behind: $left"
printf 'installed, used and removed in a clean Debian 12\n'
