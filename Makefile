# Two commands do everything:  make run  and  make test.  The others are parts of them.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PORT ?= 8000
URTUU_VAR ?= var
PYTHON ?= $(shell command -v python3.11 || command -v python3)
export PORT URTUU_VAR
export PYTHONUTF8 := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

VENV := .venv
PY := $(VENV)/bin/python
# A stamp carries the hash of what it was made from: a changed lock is installed again, an unchanged one never.
hash = $(shell cat $(1) 2>/dev/null | sha256sum | cut -c1-16)
RUNTIME := $(VENV)/.stamp-$(call hash,requirements.lock pyproject.toml)
DEV := $(VENV)/.stamp-dev-$(call hash,requirements-dev.lock pyproject.toml)
INSTALL := $(PY) -m pip install --quiet --no-input --root-user-action=ignore
LOCK := $(VENV)/bin/pip-compile --quiet --extra build --generate-hashes --strip-extras --allow-unsafe --no-header \
	--no-emit-index-url --no-emit-find-links --no-emit-options --no-emit-trusted-host

.PHONY: help
help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

.PHONY: run
run: setup ## Set up, load the demonstration banner if it is not there yet, start the site
	@$(VENV)/bin/urtuu demo
	@$(PY) tools/in_front.py $(VENV)/bin/urtuu serve

.PHONY: setup
setup: $(RUNTIME) ## Install what is needed to run
	@$(PY) assets/build.py
	@$(PY) field/build.py
	@$(PY) -m urtuu.web.catalogues

.PHONY: setup-dev
setup-dev: $(DEV) ## Install what is needed to run, test and change
	@$(PY) assets/build.py
	@$(PY) field/build.py
	@$(PY) -m urtuu.web.catalogues

.PHONY: test
test: setup-dev ## Check everything: form, floors, types, tests on SQLite and on PostgreSQL
	@tools/test.sh

.PHONY: test-long
test-long: setup-dev ## The same with the longer schedules
	@tools/test.sh --long

.PHONY: lint
lint: setup-dev ## Check form and floors
	@tools/test.sh form floors

.PHONY: types
types: setup-dev ## Check types
	@tools/test.sh types

.PHONY: format
format: setup-dev ## Put the code into form
	@$(VENV)/bin/ruff check --fix --quiet . ; $(VENV)/bin/ruff format .

.PHONY: audit
audit: setup-dev ## Ask for known weaknesses of what the lock files name; says by name what could not be asked
	@tools/audit.sh

.PHONY: bench
bench: setup-dev ## Measure, always against a raw figure of the same run
	@$(INSTALL) --require-hashes -r requirements-bench.lock
	@$(PY) -m benchmarks

.PHONY: words
words: setup ## Compile the catalogues of words
	@$(PY) -m urtuu.web.catalogues

.PHONY: docs
docs: setup-dev ## Write the generated pages of docs/ anew
	@$(PY) tools/docs.py docs
	@$(PY) -m urtuu.kinds.drawing docs

.PHONY: docs-site
docs-site: setup-dev ## Make a site of docs/, in build/docs-site
	@$(PY) -m sphinx -q -W --keep-going -b html -c docs/site . build/docs-site
	@echo "Open build/docs-site/index.html, or serve that folder."

.PHONY: pictures
pictures: setup-dev ## Take the pictures of docs/ anew from the running demonstration
	@$(PY) tools/pictures.py

.PHONY: lock
lock: setup-dev ## Write the three lock files anew from pyproject.toml; add UPGRADE=--upgrade for newer versions
	@$(LOCK) $(UPGRADE) --output-file requirements.lock pyproject.toml
	@$(LOCK) $(UPGRADE) --extra dev --output-file requirements-dev.lock pyproject.toml
	@$(LOCK) $(UPGRADE) --extra dev --extra bench --output-file requirements-bench.lock pyproject.toml
	@! grep -nE 'https?://|file://|--(extra-)?index|--find-links' requirements.lock requirements-dev.lock requirements-bench.lock

.PHONY: clean
clean: ## Remove what was installed or built; the data folder stays
	rm -rf $(VENV) build assets/node_modules field/node_modules src/*.egg-info src/urtuu/web/static/vendor \
		src/urtuu/documents/fonts \
		src/urtuu/interfaces/field/built .hypothesis \
		.pytest_cache .mypy_cache .ruff_cache .import_linter_cache test-results
	find src tests benchmarks -name __pycache__ -prune -exec rm -rf {} +
	find src -name '*.mo' -delete

$(RUNTIME): | $(PY)
	@echo "Installing the locked packages (1-3 minutes, once)…"
	@$(INSTALL) --require-hashes -r requirements.lock
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): | $(PY)
	@echo "Installing the locked packages and the tools of development (1-3 minutes, once)…"
	@$(INSTALL) --require-hashes -r requirements-dev.lock
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@ $(RUNTIME)

$(PY):
	@tools/venv.sh "$(PYTHON)" $(VENV)
