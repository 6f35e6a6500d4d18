#!/usr/bin/env bash
# test.sh [STEP…] — the tests, all of them or the steps named. What a step
# said stands in .cache/test/STEP.log and is printed when it failed; the last
# line is the sum of all tests that ran: N passed, N failed.
#
# All of them run in two lanes, since most machines have two cores and the
# compiler and the browser seldom need both. The browser stories run last and
# alone, so that a busy machine is not mistaken for a slow page.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export CGO_ENABLED=${CGO_ENABLED:-0}
out=$PWD/.cache/test
rm -rf "$out"
mkdir -p "$out"
server=
lanes=()

# end PID — ends a process after all that it started.
end() {
	local child
	for child in $(ps -o pid= --ppid "$1"); do
		end "$child"
	done
	kill "$1" 2>/dev/null || true
}

finish() {
	trap "" INT TERM
	local lane
	for lane in "${lanes[@]}"; do
		end "$lane"
	done
	if [[ -n $server ]]; then
		scripts/mariadb.sh stop "$server" || true
		rm -rf "$server"
	fi
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# --- the steps; each is a function of its own name with - for _ ---

debian() { scripts/ensure-deb.sh shellcheck xz-utils mariadb-server-core mariadb-client chromium fonts-noto-cjk; }
pages() { make --no-print-directory pages && npm --prefix frontend run budget; }
linter() { go tool -modfile=tools/go.mod golangci-lint version; }
binary() { make --no-print-directory binary; }

lint_go() {
	go tool -modfile=tools/go.mod golangci-lint config verify
	go tool -modfile=tools/go.mod golangci-lint run
}
lint_pages() { npm --prefix frontend run lint; }
lint_scripts() {
	scripts/ensure-deb.sh shellcheck
	shellcheck -x scripts/*.sh .ci/run
	node --check scripts/count.mjs
	node --check scripts/vuln.mjs
	node --check tools/lighthouse/measure.mjs
}
lint_docker() { scripts/check-docker.sh; }
lint_openapi() { scripts/lint-openapi.sh bin/onestop; }
vuln() { scripts/vuln.sh; }
types() { npm --prefix frontend run typecheck; }

test_go() {
	env -u TEST_DSN go test -json -vet=off -timeout 15m ./... 2>&1 | node scripts/count.mjs go "$out/test-go.count"
}

# The whole demo county as a newcomer sees it, and a load for measuring, each held against every
# invariant: half a minute that would stand in the way of who works on a package.
test_demo() {
	ONESTOP_DEMO=1 ONESTOP_LOAD=20000 env -u TEST_DSN go test -json -vet=off -count=1 -timeout 10m \
		-run '^(TestTheWholeDemoShowsEveryState|TestALargeLoad)$' ./workflow/seed 2>&1 |
		node scripts/count.mjs go "$out/test-demo.count"
}

# The packages whose tests use a database, once more on MariaDB.
test_mysql() {
	local packages
	packages=$(go list -test -f '{{.ImportPath}} {{join .Deps " "}}' ./... |
		awk '$1 ~ /\.test$/ && / onestop\.internal\/store\/storetest( |$)/ { sub(/\.test$/, "", $1); print $1 }')
	if [[ -z $packages ]]; then
		echo "no package's tests use store/storetest: nothing would run on MariaDB"
		return 1
	fi
	local dsn
	dsn=$(scripts/mariadb.sh dsn "$server")
	# shellcheck disable=SC2086 # one word a package
	TEST_DSN=$dsn go test -json -vet=off -count=1 -timeout 15m $packages 2>&1 |
		node scripts/count.mjs go "$out/test-mysql.count"
}

test_pages() {
	local rc=0
	timeout -k 10 10m npm --prefix frontend test -- --reporter=json --outputFile="$out/vitest.json" || rc=$?
	node scripts/count.mjs pages "$out/test-pages.count" "$out/vitest.json" || rc=1
	return "$rc"
}

stories() {
	local rc=0 browser
	browser=$(scripts/ensure-browser.sh)
	CHROMIUM=$browser ONESTOP_BIN=$PWD/bin/onestop timeout -k 10 "${STORIES_TIMEOUT:-25m}" npm --prefix frontend run e2e 2>&1 | tee "$out/stories.said" || rc=1
	node scripts/count.mjs stories "$out/stories.count" "$out/stories.said" || rc=1
	return "$rc"
}

# --- running them ---

# step NAME [AFTER…] — runs it unless a step it comes after failed.
step() {
	local name=$1 begin=$SECONDS rc=0 before
	shift
	for before in "$@"; do
		if [[ $(cut -d' ' -f1 "$out/$before.done" 2>/dev/null || echo 1) != 0 ]]; then
			echo "not run: $before failed" >"$out/$name.log"
			echo "1 0" >"$out/$name.done"
			return
		fi
	done
	# A shell of its own: errexit holds in it, whatever is asked of its answer.
	(
		set -e
		"${name//-/_}"
	) >"$out/$name.log" 2>&1 </dev/null &
	wait $! || rc=$?
	echo "$rc $((SECONDS - begin))" >"$out/$name.part"
	mv "$out/$name.part" "$out/$name.done"
}

# tell NAME… — waits for the steps in this order and says how each went.
tell() {
	local name rc seconds
	for name in "$@"; do
		until [[ -s $out/$name.done ]]; do sleep 0.2; done
		read -r rc seconds <"$out/$name.done"
		if [[ $rc == 0 ]]; then
			printf 'ok    %-13s %4ss\n' "$name" "$seconds"
			if [[ $name == vuln || $name == lint-docker ]] || grep -q '^skipped:' "$out/$name.log"; then
				grep -E '^(skipped:|govulncheck|docker)' "$out/$name.log" | sed 's/^/      /' || true
			fi
		else
			printf 'FAIL  %-13s %4ss\n' "$name" "$seconds"
			sed 's/^/      /' "$out/$name.log"
			failures=$((failures + 1))
		fi
	done
}

start_server() {
	server=$(mktemp -d "${TMPDIR:-/tmp}/onestop-test.XXXXXX")
	scripts/mariadb.sh start "$server"
}

# lane COMMAND… — runs it aside, in a process group of its own, so that an
# interrupt from the terminal reaches the trap first.
lane() {
	set -m
	{ "$@"; } &
	lanes+=($!)
	set +m
}

lane_go() {
	step lint-go linter
	step vuln linter
	step test-go
	step test-mysql
}

lane_pages() {
	step lint-pages pages
	step types pages
	step test-pages pages
	step binary pages
	step lint-openapi binary
	step lint-scripts
	step lint-docker
	step test-demo
}

failures=0
if (($#)); then
	for name in "$@"; do
		[[ $name == test-mysql && -z $server ]] && start_server
		lane step "$name"
		tell "$name"
	done
else
	lane step debian
	tell debian
	lane step linter
	lane step pages
	tell pages linter
	start_server
	lane lane_go
	lane lane_pages
	tell lint-go lint-pages lint-scripts lint-docker vuln types test-go test-pages test-mysql test-demo binary lint-openapi
	lane step stories pages binary
	tell stories
fi
lanes=()

# A step that failed without a failed test of its own counts as one.
passed=0 failed=0 counted=0
shopt -s nullglob
for count in "$out"/*.count; do
	read -r p f <"$count"
	name=$(basename "$count" .count)
	printf '%-13s %5d passed, %d failed\n' "$name" "$p" "$f"
	((p + f)) && counted=1
	passed=$((passed + p))
	failed=$((failed + f))
	((f)) && failures=$((failures - 1))
done
failed=$((failed + failures))
((counted || failed)) && echo "$passed passed, $failed failed" | tee "$out/sum"
((failed == 0))
