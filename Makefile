# `make demo` and `make test` are enough; every target sets up its own .venv first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

# Compiled once for all processes that a target starts, beside the packages and not among the sources.
export PYTHONPYCACHEPREFIX := $(CURDIR)/$(VENV)/bytecode
unexport PYTHONDONTWRITEBYTECODE

# Ruff's S301 and S608 are the same rules; there each exception stands with its reason (constant SQL in the store).
HELD_BY_RUFF := B302,B608

.DEFAULT_GOAL := help
.PHONY: help setup demo run check types rules test test-all bench bench-documents faults coverage mutants commands contract picture sbom lock clean

help:            ## this list
	@awk -F ':[^#]*## ' '/^[a-z-]+:.*## / {printf "  make %-17s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY)  ## .venv with the locked packages

$(READY): requirements.lock pyproject.toml tools/setup.sh
	@bash tools/setup.sh "$(PYTHON)" "$(VENV)"
	@touch $(READY)

demo: $(READY)   ## a demo company with three years of books, served on port 8000
	@$(BIN)/accountsos demo

run: $(READY)    ## your own books, in the platform's data directory
	@$(BIN)/accountsos serve

check: $(READY)  ## style, types, architecture, security
	@$(MAKE) --no-print-directory -j 2 types rules

types: $(READY)
	@$(BIN)/mypy

rules: $(READY)
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-cache --no-logo
	@$(BIN)/bandit -q -ll -r src --skip $(HELD_BY_RUFF)
	@$(BIN)/python -m pytest tests/tidy

PYTEST := $(BIN)/python -m pytest --dist loadfile --no-loadscope-reorder

test: $(READY)   ## every test on SQLite, of each file one on PostgreSQL; in CI all on both
ifdef CI
	@$(BIN)/python -m tools.reached --tell --only "not postgresql" tests
	@$(PYTEST) -n 2 -k postgresql tests
else
	@$(PYTEST) -n 3 --shorter tests
endif

test-all: $(READY) ## every test on both databases
	@$(PYTEST) -n 3 tests

bench: $(READY)  ## figures as ratios, written to docs/BENCHMARKS.md
	@$(BIN)/python -m benchmarks.run

bench-documents: $(READY) ## how well documents are read
	@$(BIN)/python -m benchmarks.documents

faults: $(READY) ## the long forms of the fault tests
	@ACCOUNTSOS_TEST_LONG=1 $(BIN)/python -m pytest tests/faults

coverage: $(READY) ## what of the code the tests reach, on SQLite; fails below what is promised
	@$(BIN)/python -m tools.reached --only "not postgresql" tests

mutants: $(READY) ## faults put in one at a time: does a test notice?
	@$(BIN)/python -m tools.mutants

commands: $(READY) ## the reports' commands and docs/COMMANDS.md from the declarations
	@$(BIN)/python tools/report_commands.py > src/accountsos/cli/report_commands.made
	@mv src/accountsos/cli/report_commands.made src/accountsos/cli/report_commands.json
	@$(BIN)/python tools/commands_page.py > docs/COMMANDS.md

contract: $(READY) ## docs/openapi.json from the operations
	@$(BIN)/python -m tools.contract

picture: $(READY) ## the README's first picture and those of help, from the demo (needs Chromium)
	@$(BIN)/python -m tools.home_picture
	@$(BIN)/python -m tools.guide_pictures

sbom: $(READY)   ## what it is installed beside, as CycloneDX
	@$(BIN)/python -m tools.sbom

lock:            ## resolve the dependencies again (needs uv)
	@bash tools/lock.sh

clean:           ## remove .venv and every cache
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .schemathesis
