# What a person types here. Needs Python 3.11 or newer, git and make; everything else goes into .venv.
PYTHON ?= python3
VENV ?= .venv

BIN := $(abspath $(VENV))/bin
INSTALLED := $(VENV)/.installed
DEV := $(VENV)/.dev
SOURCES := $(shell find src schemas -type f -not -path '*/__pycache__/*')

.DEFAULT_GOAL := help
.PHONY: help demo test lint types layers package unit fmt docs pictures clean

help: ## Show what there is to do
	@grep -hE '^[a-z]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | awk -F '\t' '{printf "  make %-9s %s\n", $$1, $$2}'

demo: $(INSTALLED) ## Judge the tickets under examples/, and show the git hook at work
	@cd examples && code=0; $(BIN)/valuegate check --today 2026-11-23 || code=$$?; \
	case $$code in \
	  0) echo; echo "Exit code 0: nothing is refused." ;; \
	  1) echo; echo "Exit code 1: a gate refused tickets, as it should with these examples." ;; \
	  *) exit $$code ;; \
	esac
	@echo; echo "Before a commit, in a repository that is thrown away:"; echo; examples/before-a-commit $(BIN)
	@echo; echo "In a tracker (here a folder of Markdown files, thrown away afterwards):"; echo; examples/behind-a-guard $(BIN)

test: lint types layers package unit ## Everything that must hold: style, types, layers, package, tests

lint: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(DEV)
	$(BIN)/mypy

layers: $(DEV)
	$(BIN)/lint-imports

package: dist/.smoked ## Build sdist and wheel, and run the wheel in a fresh environment

unit: $(DEV) ## Only the tests, with their coverage
	$(BIN)/pytest -n auto --cov --cov-report=term

fmt: $(DEV) ## Format the code, and mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(DEV) ## Write docs/cli.md and the output in README.md anew
	$(BIN)/python docs/refresh.py

pictures: $(DEV) ## Take the pictures of the report page anew, if there is a Chromium
	$(BIN)/python docs/screenshots.py

clean: ## Remove what the other targets made
	rm -rf $(VENV) dist build .coverage .coverage.* .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "valuegate needs Python 3.11 or newer: make PYTHON=python3.12 …"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(INSTALLED): pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

# `pip install --group` needs pip 25.1, which no older Python brings along
$(DEV): pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --editable . --group dev
	@touch $@ $(INSTALLED)

dist/.smoked: $(DEV) $(SOURCES) pyproject.toml README.md LICENSE .ci/smoke
	rm -rf dist
	$(BIN)/python -m build --no-isolation --outdir dist . >/dev/null
	.ci/smoke $(BIN)/python dist
	@touch $@
