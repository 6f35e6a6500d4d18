# Onestop. `make` says what there is.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules
.PHONY: help run build pages binary test test-go test-mysql test-pages test-race lint e2e bench fmt vuln clean

export CGO_ENABLED ?= 0

VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
ADDR ?= 127.0.0.1:8080
PAGES := frontend/dist/index.html
PAGE_SOURCES := $(shell find frontend -type f \
	-not -path 'frontend/node_modules/*' -not -path 'frontend/dist/*' -not -path 'frontend/.*' \
	-not -path 'frontend/e2e/*' -not -name '*.go' -not -name '*.test.ts' 2>/dev/null | grep -v ' ')

help: ## This list
	@awk 'BEGIN { FS = ":.*## " } /^[a-z0-9-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## Build, make the demo county if there is none, and serve it (ADDR=127.0.0.1:8080)
	bin/onestop serve --demo --addr $(ADDR)

build: pages binary ## Pages and the one binary, bin/onestop

pages: $(PAGES) ## The web pages, if their sources changed

frontend/node_modules/.package-lock.json: frontend/package.json frontend/package-lock.json
	npm --prefix frontend ci --no-audit --no-fund
	@mkdir -p $(@D); touch $@

$(PAGES): frontend/node_modules/.package-lock.json $(PAGE_SOURCES)
	npm --prefix frontend run build
	@touch frontend/dist/.gitkeep $@

binary: ## The binary alone, with the pages as they are
	go build -ldflags '-s -w -X main.version=$(VERSION)' -o bin/onestop ./cmd/onestop

test: ## Everything: lint, Go on SQLite and MariaDB, pages, browser stories
	scripts/test.sh

test-go: ## Go tests on SQLite
	scripts/test.sh test-go

test-mysql: ## The database's Go tests on a MariaDB of their own
	scripts/test.sh test-mysql

test-pages: frontend/node_modules/.package-lock.json ## Type check and unit tests of the pages
	scripts/test.sh types test-pages

test-race: ## Go tests with the race detector (slow; needs gcc). PKGS=./store/...
	scripts/ensure-deb.sh gcc libc6-dev
	CGO_ENABLED=1 go test -race -timeout 30m $(or $(PKGS),./...)

lint: frontend/node_modules/.package-lock.json binary ## All the linters, and known vulnerabilities
	scripts/test.sh lint-go lint-pages lint-scripts lint-docker lint-openapi vuln

e2e: build ## The browser stories at both sizes
	scripts/test.sh stories

bench: build ## Measurements, each beside its bare base (FULL=1 for 10 million cases)
	scripts/bench.sh

fmt: ## Format the Go code
	go tool -modfile=tools/go.mod golangci-lint fmt

vuln: ## Known vulnerabilities in what is called
	scripts/vuln.sh

clean: ## Remove what was built; the data stays
	rm -rf bin .cache frontend/node_modules frontend/.build tools/openapi/node_modules tools/lighthouse/node_modules
	find frontend/dist -mindepth 1 -not -name .gitkeep -delete
