#!/usr/bin/env bash
# lighthouse.sh [REPORT] — Lighthouse (Apache-2.0, tools/lighthouse) with Debian's
# Chromium on the hall, a guide and the login of a demo portal of its own; the
# rows also go into REPORT, the JSON of `onestop bench`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
report=${1:+$(realpath "$1")}
tools=tools/lighthouse
if [[ ! -e $tools/node_modules/.package-lock.json || $tools/package-lock.json -nt $tools/node_modules/.package-lock.json ]]; then
	npm --prefix "$tools" ci --no-audit --no-fund --ignore-scripts
	touch "$tools/node_modules/.package-lock.json"
fi
browser=$(scripts/ensure-browser.sh)
node "$tools/measure.mjs" "$browser" ${report:+"$report"}
