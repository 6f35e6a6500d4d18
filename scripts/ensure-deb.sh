#!/usr/bin/env bash
# ensure-deb.sh [--unpack DIR] PACKAGE… — installs the Debian packages that
# are missing, as root or through sudo, without questions. A service that a
# package brings is kept from starting while it is installed: the tests start
# servers of their own. With --unpack the packages are not installed, only
# their files laid into DIR.
set -euo pipefail

unpack=
if [[ ${1:-} == --unpack ]]; then
	unpack=$2
	shift 2
fi

missing=()
[[ -n $unpack ]] && missing=("$@")
for package in "$@"; do
	[[ -z $unpack ]] || break
	status=$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null || true)
	[[ $status == "install ok installed" ]] || missing+=("$package")
done
((${#missing[@]})) || exit 0

# One installer at a time: parts of the test run side by side. The lock is in
# the user's own name, so two users don't stop each other; apt's own lock
# (waited for below) keeps them apart.
exec 9>"${TMPDIR:-/tmp}/onestop-ensure-deb.$(id -u).lock"
flock 9

as_root=()
if [[ $(id -u) != 0 ]]; then
	if ! command -v sudo >/dev/null; then
		echo "ensure-deb: ${missing[*]} missing, and neither root nor sudo here: install them and call again" >&2
		exit 1
	fi
	as_root=(sudo --preserve-env=DEBIAN_FRONTEND)
fi
export DEBIAN_FRONTEND=noninteractive

echo "ensure-deb: fetching ${missing[*]}" >&2
apt=("${as_root[@]}" apt-get -qq -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3)
if [[ -n $unpack ]]; then
	work=$(mktemp -d)
	trap 'rm -rf "$work"' EXIT
	"${apt[@]}" update
	(cd "$work" && apt-get -qq download "${missing[@]}" 2>/dev/null)
	mkdir -p "$unpack"
	for package in "$work"/*.deb; do dpkg-deb -x "$package" "$unpack"; done
	exit 0
fi

policy=/usr/sbin/policy-rc.d
guarded=0
remove_guard() {
	((guarded)) && "${as_root[@]}" rm -f "$policy"
	return 0
}
trap remove_guard EXIT
if [[ ! -e $policy ]]; then
	printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
	guarded=1
	"${as_root[@]}" chmod 755 "$policy"
fi

log=$(mktemp)
if ! { "${apt[@]}" update && "${apt[@]}" install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 </dev/null; then
	cat "$log" >&2
	rm -f "$log"
	exit 1
fi
rm -f "$log"
