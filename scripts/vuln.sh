#!/usr/bin/env bash
# vuln.sh — known vulnerabilities in what the portal calls, by govulncheck with
# a database of its own, without a network. The database is a folder or a
# .tar.xz named by VULN_DB, or data/govulncheck-db-*.tar.xz in a folder beside
# the checkout (the newest by name).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

db=${VULN_DB:-}
if [[ -z $db ]]; then
	shopt -s nullglob
	found=(../*/data/govulncheck-db-*.tar.xz)
	((${#found[@]})) && db=${found[-1]}
fi
if [[ -z $db ]]; then
	echo "govulncheck: no database beside the checkout, skipped"
	exit 0
fi

if [[ -f $db ]]; then
	unpacked=$(mktemp -d)
	trap 'rm -rf "$unpacked"' EXIT
	command -v xz >/dev/null || scripts/ensure-deb.sh xz-utils
	tar -xJf "$db" -C "$unpacked"
	index=$(find "$unpacked" -maxdepth 3 -type d -name index -print -quit)
	db=${index%/index}
fi
if [[ ! -d $db/index ]]; then
	echo "govulncheck: no database in ${VULN_DB:-${found[-1]}}" >&2
	exit 1
fi
go tool -modfile=tools/go.mod govulncheck -db "file://$(realpath "$db")" -format json "${@:-./...}" |
	node scripts/vuln.mjs tools/vuln-allow.txt
