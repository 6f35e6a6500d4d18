#!/usr/bin/env bash
# ensure-browser.sh — Debian's Chromium and a font with Chinese characters,
# for the browser stories; prints the browser's path.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if ! [[ -n ${CHROMIUM:-} && -x $CHROMIUM ]]; then
	"$here/ensure-deb.sh" chromium fonts-noto-cjk
	CHROMIUM=/usr/bin/chromium
fi
echo "$CHROMIUM"
