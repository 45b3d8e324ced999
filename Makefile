# make demo   installs, builds the graph from data/, answers one question, serves the page
# make test   installs everything the tests need and runs all of them
# make soak   the long runs
# make bench  the service against other servers, on a million triples
# make lighthouse  the pages measured with Lighthouse; needs node, npm and Chromium
# make lock   the lock files anew

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
SERVE ?= 1
HOST ?= 127.0.0.1
PORT ?= 8000
STORE ?= data/build/graph
QUESTION ?= who leads fire safety tasks

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
# The Debian packages that some tests need; without them those tests say so and are skipped.
DEBIAN := chromium virtuoso-opensource-7 fonts-noto-cjk
APT := DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0

.PHONY: demo test soak bench lighthouse lock build lint check packages clean help

help:
	@sed -n 's/^# make /make /p' Makefile

demo: $(VENV)/.runtime
	@$(BIN)/kg build --store $(STORE)
	echo
	echo "? $(QUESTION)"
	$(BIN)/kg ask --store $(STORE) "$(QUESTION)"
	if [ "$(SERVE)" != 0 ]; then
	    echo
	    echo "http://$(HOST):$(PORT)/  (Ctrl-C ends it)"
	    exec $(BIN)/kg serve --store $(STORE) --host $(HOST) --port $(PORT)
	fi

build: $(VENV)/.runtime
	@$(BIN)/kg build --store $(STORE)

test: $(VENV)/.dev packages lint check

lint: $(VENV)/.dev
	@$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: $(VENV)/.dev
	@# A browser leaves its event loop running in the process, which forbids every other one: it gets processes of its own.
	$(BIN)/python -m pytest -m "not soak" tests/mcp
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not soak" tests/web/pages
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not soak" --ignore tests/mcp --ignore tests/web/pages

soak: $(VENV)/.dev packages
	@$(BIN)/python -m pytest -m soak --timeout 7200

bench: $(VENV)/.dev $(VENV)/.bench
	@$(BIN)/python -m tests.benchmark.serve --rdflib-endpoint $(VENV)/bench/bin/python

lighthouse: $(VENV)/.dev packages
	@$(BIN)/python -m tests.benchmark.lighthouse --tools $(VENV)/lighthouse

# A peer that is only measured against must not bring its libraries among ours.
$(VENV)/.bench: | $(VENV)/bin/python
	@$(BIN)/python -m venv $(VENV)/bench
	$(VENV)/bench/bin/python -m pip --disable-pip-version-check -qq install rdflib-endpoint uvicorn
	touch $@

lock: | $(VENV)/bin/python
	@$(BIN)/uv --version > /dev/null 2>&1 || $(PIP) install uv
	COMPILE="$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header"
	$$COMPILE --extra mcp --extra owl pyproject.toml -o requirements.lock
	$$COMPILE --extra dev --extra mcp --extra owl pyproject.toml -o requirements-dev.lock

clean:
	@rm -rf $(VENV) data/build

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
	    echo "make: $(PYTHON) is older than 3.11; run: make PYTHON=python3.11 $(MAKECMDGOALS)" >&2; exit 2; }
	if ! $(PYTHON) -m venv $(VENV) > /dev/null 2>&1; then
	    rm -rf $(VENV)
	    if [ "$$(id -u)" != 0 ] || ! command -v apt-get > /dev/null; then
	        echo "make: $(PYTHON) has no venv module; install it (Debian: apt-get install python3-venv)" >&2
	        exit 2
	    fi
	    $(APT) update && $(APT) install -y --no-install-recommends python3-venv
	    $(PYTHON) -m venv $(VENV)
	fi

$(VENV)/.runtime: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "installing what the product needs"
	$(PIP) install -r requirements.lock
	$(PIP) install --no-deps -e .
	touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	@echo "installing what the tests need"
	$(PIP) install -r requirements-dev.lock
	$(PIP) install --no-deps -e .
	touch $@ $(VENV)/.runtime

packages:
	@missing=""
	for package in $(DEBIAN); do
	    dpkg-query -W -f '$${Status}' $$package 2> /dev/null | grep -q "ok installed" || missing="$$missing $$package"
	done
	if [ -z "$$missing" ]; then exit 0; fi
	if [ "$$(id -u)" != 0 ] || ! command -v apt-get > /dev/null; then
	    echo "make: not installed:$$missing; the tests that need them are skipped" >&2; exit 0
	fi
	echo "installing$$missing"
	($(APT) update && $(APT) install -y --no-install-recommends $$missing > /dev/null) ||
	    echo "make: could not install$$missing; the tests that need them are skipped" >&2
