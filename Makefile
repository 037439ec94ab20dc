# One word each. `make up` and `make test` need Python 3.11+ and nothing else: no root, no Docker, no services.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TEST_PROCESSES ?= 2
SHELL := /bin/sh
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: up help test bench bench-api bench-freshness bench-ml bench-screens bench-warehouse check format build demo-data dictionary messages screenshots constraints clean

## up: set everything up, then serve dashboards, API and Dagster until Ctrl-C
up: $(VENV)/.installed
	@exec $(BIN)/headway up

## help: this list
help:
	@grep -E '^## ' Makefile | sed 's/^## /make /'

## test: all tests, on two processes (TEST_PROCESSES=0: on one)
test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest --numprocesses $(TEST_PROCESSES) --dist loadfile --no-loadscope-reorder --durations 40

## bench: every measurement, one table each
bench: bench-api bench-freshness bench-ml bench-screens bench-warehouse

## bench-api: what marking attendance costs, beside the raw driver and a minimal endpoint
bench-api: $(VENV)/.installed-dev
	@$(BIN)/python -m bench.api

## bench-freshness: how long a mark takes into the published snapshot while marks keep coming (ARGS="--home FOLDER …")
bench-freshness: $(VENV)/.installed-dev
	@$(BIN)/python -m bench.freshness $(ARGS)

## bench-ml: features, training, scoring and reading for 20,000 active enrolments, and all evaluations (ARGS="--import ZIP --as-of DAY")
bench-ml: $(VENV)/.installed-dev
	@$(BIN)/python -m bench.ml $(ARGS)

## bench-screens: how soon every page can be used, and follows a filter, in Chromium (ARGS="--home FOLDER …")
bench-screens: $(VENV)/.installed-dev
	@$(BIN)/python -m bench.screens $(ARGS)

## bench-warehouse: import, build, refresh, publish and questions, at ROWS attendance rows and a tenth (FOLDER=… keeps it)
ROWS ?= 10000000
bench-warehouse: FOLDER =
bench-warehouse: $(VENV)/.installed-dev
	@$(BIN)/python -m bench.warehouse --rows $(ROWS) $(if $(FOLDER),--folder $(FOLDER))

## check: style, types, import rules, SQL, dbt
check: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/sqlfluff lint --processes 2 dbt/models dbt/tests
	$(BIN)/headway dbt parse
	$(BIN)/headway check-docs

## format: what a formatter can mend
format: $(VENV)/.installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

## build: extract, transform, train, score and publish once
build: $(VENV)/.installed
	$(BIN)/headway build

## demo-data: write the demo institute as an import folder (SIZE=small|medium|large, FOLDER=…)
SIZE ?= small
FOLDER ?= demo-data
demo-data: $(VENV)/.installed
	$(BIN)/headway demo-data $(FOLDER) --size $(SIZE)

## dictionary: write docs/data-dictionary.md anew from dbt's documentation
dictionary: $(VENV)/.installed
	$(BIN)/headway dictionary docs/data-dictionary.md

## messages: take new texts of the screens up into the catalogues of dashboards/locale
messages: $(VENV)/.installed-dev
	$(BIN)/pybabel -q extract --mapping dashboards/locale/babel.toml --keyword ngettext:1,2 --keyword gettext_noop \
		--keyword PageRule:2 --keyword pgettext:1c,2 --no-location --sort-output --omit-header --output $(VENV)/headway.pot dashboards dbt/metrics
	$(BIN)/pybabel -q update --domain headway --input-file $(VENV)/headway.pot --output-dir dashboards/locale \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap

## screenshots: picture every screen at both widths (needs Chromium)
screenshots: $(VENV)/.installed-dev
	$(BIN)/python -m tests.e2e.screenshots docs/screenshots

## constraints: resolve every dependency anew and write constraints.txt
constraints:
	rm -rf $(VENV)/fresh && $(PYTHON) -m venv $(VENV)/fresh
	$(VENV)/fresh/bin/python -m pip install --quiet -e ".[dev]"
	{ head -n 1 constraints.txt; $(VENV)/fresh/bin/python -m pip freeze --exclude-editable | sort -f; } > constraints.new
	mv constraints.new constraints.txt
	rm -rf $(VENV)/fresh

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Headway needs Python 3.11 or newer; point to it with: make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Installing Headway into $(VENV) (about a minute the first time) …"
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Installing Headway and what its tests need into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[dev]"
	@touch $@ $(VENV)/.installed

clean:
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
