# Every target does all of its own set-up: `make run` is all that a fresh clone needs.

PY := .venv/bin/python
BENCH ?= webhook
UV ?= uv
LOCK := $(UV) pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --no-annotate --extra build
JS_TESTS := $(shell find expert_client/tests connectors/webchat/widget/tests -name '*.test.js' 2>/dev/null | sort)

.PHONY: help run test test-python test-javascript check bench clean lock setup
.DEFAULT_GOAL := help

help:
	@echo 'make run    starts everything on this machine and prints one address'
	@echo 'make test   runs all tests: pytest, and node for the JavaScript'
	@echo 'make check  runs all checks: format, types, who imports whom, known weaknesses'
	@echo 'make bench  runs a benchmark, such as make bench BENCH="memory"'
	@echo 'make lock   writes the requirements again, after a change of dependencies (needs uv)'
	@echo 'make clean  removes what these have made; conversations and keys in data/ stay'

setup: .venv/stamp

# exec: Ctrl-C reaches the program, and make has nothing of its own to say about it.
run: .venv/stamp
	@exec .venv/bin/rapport playground config.toml

test: .venv/stamp
	@$(MAKE) --no-print-directory --keep-going test-javascript test-python

test-python: .venv/stamp
	$(PY) -m pytest $(PYTEST)

test-javascript:
	@scripts/need-node
	node --test $(JS_TESTS)

# Each of them runs, also after one has failed; every one can be run alone.
CHECKS := check-style check-types check-imports check-javascript check-weaknesses check-tree
.PHONY: $(CHECKS)

check: .venv/stamp node_modules/stamp
	@$(MAKE) --no-print-directory --keep-going $(CHECKS)

check-style: .venv/stamp
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

check-types: .venv/stamp
	$(PY) -m mypy

check-imports: .venv/stamp
	.venv/bin/lint-imports --no-logo

check-javascript: node_modules/stamp
	node_modules/.bin/tsc --noEmit -p expert_client
	node_modules/.bin/tsc --noEmit -p connectors/webchat/widget

check-weaknesses: .venv/stamp
	$(PY) -m bandit --quiet --configfile pyproject.toml --severity-level medium --recursive \
		anonymizer bench connectors gateway playground

check-tree: .venv/stamp
	$(PY) -m pytest --quiet tests/house

bench: .venv/stamp
	$(PY) -m bench $(BENCH)

clean:
	rm -rf .venv node_modules build dist artifacts *.egg-info
	rm -rf .mypy_cache .ruff_cache .hypothesis .import_linter_cache .pytest_cache
	find . -name __pycache__ -type d -not -path './data/*' -prune -exec rm -rf {} +

lock:
	@command -v $(UV) >/dev/null || { echo 'make lock needs uv: pip install uv, or make lock UV=<path>' >&2; exit 1; }
	$(LOCK) --output-file requirements.lock
	$(LOCK) --extra test --extra check --extra twilio --extra mongo --output-file requirements-dev.lock

.venv/stamp: requirements-dev.lock pyproject.toml scripts/make-venv
	@scripts/make-venv
	@touch $@

node_modules/stamp: package.json package-lock.json
	@scripts/need-node
	npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@
