# `make demo` and `make test` are complete from a clean clone: they need Python 3.11 or newer and make, no more.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help demo test lint lock bench benchmark benchmark-report page audit clean

help:  ## List the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

$(VENV)/installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --editable .
	touch $@

$(VENV)/installed-dev: requirements-dev.lock $(VENV)/installed
	$(BIN)/pip install --quiet --require-hashes -r requirements-dev.lock
	touch $@

demo: $(VENV)/installed  ## Extract the facts of the seed article, show them and score them
	@mkdir -p out
	$(BIN)/sanctionwire extract corpora/seed/seed.txt --published 2019-10-09 --output out/seed.jsonl
	$(BIN)/sanctionwire show out/seed.jsonl
	$(BIN)/sanctionwire show out/seed.jsonl --html out/seed.html
	$(BIN)/sanctionwire evaluate --gold corpora/seed/gold.jsonl --predicted out/seed.jsonl
	@echo "The same as a page: out/seed.html"

test: $(VENV)/installed-dev  ## Run all tests
	$(BIN)/pytest

lint: $(VENV)/installed-dev  ## Check format, style, types and the import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

lock: $(VENV)/installed-dev  ## Write the lock files anew from pyproject.toml
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --no-emit-options --no-header --allow-unsafe --output-file requirements.lock pyproject.toml
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --no-emit-options --no-header --allow-unsafe --constraint requirements.lock --extra dev --extra web --extra tables --extra database --extra ray --extra exchange --extra review --extra agreement --extra benchmark --extra chat --output-file requirements-dev.lock pyproject.toml

bench: $(VENV)/installed  ## Compare the speed of the whole extraction with plain en_core_web_sm
	$(BIN)/python scripts/bench_extract.py

benchmark: $(VENV)/installed-dev  ## Compare extractors on the data sets that are there (DATA=FOLDER for outside sets)
	$(BIN)/sanctionwire benchmark configs/benchmark.yml -o out/benchmark $(if $(DATA),--data $(DATA))

benchmark-report: $(VENV)/installed-dev  ## Write the report of the last benchmark that may be passed on
	$(BIN)/sanctionwire benchmark-report out/benchmark -o pipeline/sanctionwire/benchmark --texts-of seed --texts-of written

page:  ## Build the review page anew; needs Node 20
	cd pipeline/review-page && npm ci && npm test && npm run build

audit: $(VENV)/installed-dev  ## Look all dependencies up in the databases of known vulnerabilities (needs the internet)
	$(PYTHON) -m venv out/audit && out/audit/bin/pip install --quiet pip-audit
	out/audit/bin/pip-audit --requirement requirements.lock --disable-pip --require-hashes
	out/audit/bin/pip-audit --requirement requirements-dev.lock --disable-pip --require-hashes
	cd pipeline/review-page && npm audit

clean:  ## Remove what the other commands made
	rm -rf $(VENV) out build dist
