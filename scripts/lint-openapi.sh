#!/usr/bin/env bash
# lint-openapi.sh BINARY — asks the binary for its OpenAPI document and lints
# it with the rules of tools/openapi/redocly.yaml.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
binary=$(realpath "${1:?usage: lint-openapi.sh BINARY}")
tools=tools/openapi
if [[ ! -e $tools/node_modules/.package-lock.json || $tools/package-lock.json -nt $tools/node_modules/.package-lock.json ]]; then
	npm --prefix "$tools" ci --no-audit --no-fund --ignore-scripts
	touch "$tools/node_modules/.package-lock.json"
fi
mkdir -p .cache
"$binary" openapi >.cache/openapi.json
REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true \
	"$tools/node_modules/.bin/redocly" lint --config "$tools/redocly.yaml" .cache/openapi.json
