# What there is to do; `make` lists it. Set up once, from the locks; nothing is done twice.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules --no-print-directory

HOST ?= 127.0.0.1
PORT ?= 8000
PYTHON ?= python3

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
LOCK := CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --upgrade --generate-hashes --allow-unsafe \
  --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host

# A stamp is newer than what it was made from: the locked packages of each kind.
RUN := .venv/run.stamp
DEV := .venv/dev.stamp
NODE := node_modules/ready.stamp

STATIC := server/akkoord/web/static
WIDGET := $(STATIC)/gate.js $(STATIC)/banner.js $(STATIC)/panel.js $(STATIC)/dashboard.js $(STATIC)/verify.js \
  $(patsubst widget/src/signals/%.ts,$(STATIC)/signals/%.js,$(wildcard widget/src/signals/*.ts))
WIDGET_SOURCES := $(shell find widget/src -name '*.ts' 2>/dev/null)
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard translations/*/LC_MESSAGES/*.po))

.PHONY: help
help: ## List what there is to do
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1|\2/p' Makefile | column -t -s '|'

.PHONY: run
run: $(RUN) $(WIDGET) $(CATALOGUES) ## Serve the demo; HOST= and PORT= say where
	@exec $(BIN)/python -m akkoord demo --host $(HOST) --port $(PORT)

.PHONY: test
test: system lint sizes ## Set up, then check and test everything
	node --import tsx --test widget/tests/*.test.ts
	$(BIN)/python -m pytest

.PHONY: lint
lint: $(DEV) $(NODE) $(CATALOGUES) ## Check format, rules, types and generated files
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	node_modules/.bin/biome ci
	$(BIN)/python scripts/wire_types.py --check
	$(BIN)/python scripts/translations --check
	$(BIN)/mypy
	node_modules/.bin/tsc
	node_modules/.bin/tsc -p widget/tests

.PHONY: sizes
sizes: $(DEV) $(WIDGET) $(CATALOGUES) ## Show what a page loads, and fail over the budget
	$(BIN)/python scripts/sizes.py

.PHONY: bench
bench: $(DEV) $(WIDGET) $(CATALOGUES) ## Measure what a decision costs on every store; QUICK=1 takes a minute
	@scripts/system python redis postgresql wrk
	$(BIN)/python -m bench.recording $(if $(QUICK),--quick) $(if $(PEER),--peer)

.PHONY: bench-proof
bench-proof: $(DEV) ## Measure sealing, proofs and verification; N= says of how many decisions, STORE= where
	@scripts/system python redis postgresql
	$(BIN)/python -m bench.proof --decisions $(or $(N),100000) $(if $(STORE),--store "$(STORE)")

# npm brings the peers; Chromium is driven by what the tests drive it with.
.PHONY: bench-widget
bench-widget: $(DEV) $(WIDGET) $(CATALOGUES) ## Measure how soon banner and granted scripts are there, beside peers; QUICK=1 too
	@scripts/system python node chromium
	$(BIN)/python -m bench.widget $(if $(QUICK),--quick)

.PHONY: format
format: $(DEV) $(NODE) ## Put Python and TypeScript in shape
	$(BIN)/ruff check --fix-only --quiet
	$(BIN)/ruff format
	node_modules/.bin/biome check --write

.PHONY: wire
wire: $(DEV) $(NODE) ## Make the widget's types from the wire types again
	$(BIN)/python scripts/wire_types.py

.PHONY: translations
translations: $(DEV) ## Extract the texts and update the catalogues
	$(BIN)/python scripts/translations

.PHONY: screenshots
screenshots: $(DEV) $(WIDGET) $(CATALOGUES) ## Take the pictures of gallery and dashboard with Chromium
	$(BIN)/python scripts/screenshots.py

.PHONY: build
build: $(DEV) $(WIDGET) $(CATALOGUES) ## Build the wheel and the source archive
	$(BIN)/python -m build --no-isolation

# npm leaves out the packages of other machines if it sees those of this one, hence the empty directory.
.PHONY: lock
lock: $(DEV) ## Renew all pinned versions, Python and Node
	$(LOCK) --output-file requirements/run.txt pyproject.toml requirements/run.in
	$(LOCK) --output-file requirements/dev.txt pyproject.toml requirements/run.in requirements/dev.in
	rm -rf build/lock && mkdir -p build/lock && cp package.json .npmrc build/lock/
	cd build/lock && npm install --package-lock-only
	mv build/lock/package-lock.json .

# What is installed does not matter, only what the locks say.
.PHONY: audit
audit: $(DEV) ## Look up known weaknesses of the pinned packages; needs the network
	$(BIN)/pip-audit --strict --disable-pip --require-hashes --requirement requirements/run.txt
	npm audit --package-lock-only

.PHONY: clean
clean: ## Remove what was built; the environments stay
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	rm -f $(WIDGET) $(CATALOGUES)

.PHONY: system
system:
	@PYTHON=$(PYTHON) scripts/system

.venv/bin/python:
	@PYTHON=$(PYTHON) scripts/system python
	$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }

# The package is imported from the checkout: a path file, so that nothing is built or installed twice.
$(RUN): requirements/run.txt | $(BIN)/python
	$(PIP) install --require-hashes --requirement requirements/run.txt
	$(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))' | \
	  while read -r packages; do echo "$(CURDIR)/server" > "$$packages/akkoord.pth"; done
	@touch $@

$(DEV): requirements/dev.txt $(RUN)
	$(PIP) install --require-hashes --requirement requirements/dev.txt
	@touch $@

$(NODE): package.json package-lock.json .npmrc
	@scripts/system node
	npm ci --no-progress --loglevel=error
	@touch $@

$(WIDGET) &: $(WIDGET_SOURCES) scripts/build_widget.mjs package.json server/akkoord/__init__.py $(NODE)
	node scripts/build_widget.mjs

%.mo: %.po $(RUN)
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@
