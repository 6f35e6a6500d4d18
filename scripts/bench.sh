#!/usr/bin/env bash
# bench.sh — the measurements of `onestop bench`, on SQLite and on a durable
# MariaDB of its own: each commit reaches the disk, as in a county. FULL=1 asks
# for ten million cases. Lighthouse on the main pages follows. The figures also
# go to .cache/bench.json. docs/performance.md says what each row means.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

server=$(mktemp -d "${TMPDIR:-/tmp}/onestop-bench.XXXXXX")
finish() {
	trap "" INT TERM
	scripts/mariadb.sh stop "$server" || true
	rm -rf "$server"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

export MARIADB_DURABLE=1 MARIADB_POOL=${MARIADB_POOL:-2G}
scripts/mariadb.sh start "$server"
mkdir -p .cache
arguments=(--mysql "$(scripts/mariadb.sh dsn "$server")" --json .cache/bench.json)
[[ ${FULL:-0} == 1 ]] && arguments+=(--full)
bin/onestop bench "${arguments[@]}" "$@"
scripts/mariadb.sh stop "$server"
scripts/lighthouse.sh .cache/bench.json
