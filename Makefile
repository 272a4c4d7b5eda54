# Everything a machine with Python 3.11, make and a package index needs: `make migrate`, `make test`.
# The targets wrap the tasks of dodo.py; `doit list` shows those.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DOIT := $(BIN)/doit
# pip's own environment variables and configuration apply; nothing about indexes is set here.
STAMP := $(VENV)/.installed
# A worker that is done takes tests from another, so that all end together.
PARALLEL := --numprocesses auto --dist worksteal

.DEFAULT_GOAL := help
.PHONY: generate generate-models migrate migrate-up migrate-status migrate-down check test test-long lint handbook bench clean help

# A .venv does not survive a move of this folder, nor the end of the Python it was made by.
ifneq ($(CURDIR),$(shell test -x $(BIN)/python && cat $(STAMP) 2>/dev/null))
.PHONY: $(STAMP)
RENEW := --clear
endif

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed, this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	@test -x $(BIN)/python -a -z "$(RENEW)" || $(PYTHON) -m venv $(RENEW) $(VENV)
	@echo "installing into $(VENV) (once, and when pyproject.toml changes)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --editable '.[dev]'
	@pwd -P > $@

generate: $(STAMP) ## evaluate schemas/ and write its registry
	@$(DOIT) generate

generate-models: $(STAMP) ## write registry, snapshot, migrations and models
	@$(DOIT) generate_models

migrate: $(STAMP) ## generate, apply what is pending, show the status
	@$(DOIT) generate_models migrate migrate_status

migrate-up: $(STAMP) ## apply what is pending
	@$(DOIT) migrate_up

migrate-status: $(STAMP) ## show what is applied and what is pending
	@$(DOIT) migrate_status

migrate-down: $(STAMP) ## roll the last migration back
	@$(DOIT) migrate_down

check: $(STAMP) ## fail when schema files, registry, snapshot, migrations and models do not agree
	@$(DOIT) check

test: $(STAMP) ## run the whole test suite
	@$(BIN)/python -m pytest $(PARALLEL) $(PYTEST_ARGS)

test-long: $(STAMP) ## try thousands of random pairs of databases, hundreds of faults and twenty histories, for hours
	@FLUENT_TEST_PAIRS=$${FLUENT_TEST_PAIRS:-3000} FLUENT_TEST_FAULTS=$${FLUENT_TEST_FAULTS:-10} FLUENTORM_HISTORIES=$${FLUENTORM_HISTORIES:-20} $(BIN)/python -m pytest $(PARALLEL) tests/acceptance/test_random_pairs.py tests/acceptance/test_faults.py tests/acceptance/test_two_developers.py $(PYTEST_ARGS)

lint: $(STAMP) ## check format, style and types
	@$(BIN)/ruff format --check
	@$(BIN)/ruff check
	@$(BIN)/mypy

handbook: $(STAMP) ## make a site of docs/ in site/, to be read without a network
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict
	@echo "open site/index.html"

bench: $(STAMP) ## measure speed as ratios against peers
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --editable '.[dev,bench]'
	@$(BIN)/python -m benchmarks $(BENCH_ARGS)

clean: $(STAMP) ## remove what is derived; never migrations or the snapshot
	@$(DOIT) clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-16s %s\n", $$1, $$2}' Makefile
