# deckgen: two commands are enough, `make` and `make test`; `make help` lists the others.

PYTHON ?= python3
PYTHONS ?= python3.11 python3.12 python3.13 python3.14
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: all setup setup-tests test test-pythons lint format bench fonts fuzz gallery pictures clean help

all: setup ## build the decks in source/ into build/
	$(BIN)/deckgen build
	@$(BIN)/deckgen pdf || echo 'The HTML pages print from any browser; all but the PDFs is built.'

# What is set up is marked with a file, so that it is done once, and again when pyproject.toml changes.
setup: ## set up what building needs
	@if [ ! -e $(VENV)/ready ] || [ pyproject.toml -nt $(VENV)/ready ]; then set -e; \
	  $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    echo 'deckgen needs Python 3.11 or newer: name one with make PYTHON=python3.13'; exit 1; }; \
	  echo 'Setting up $(VENV) ...'; \
	  $(PYTHON) -m venv $(VENV) || { echo 'Python lacks its venv module: install python3-venv'; exit 1; }; \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip; \
	  $(BIN)/python -m pip install --quiet --editable .; \
	  touch $(VENV)/ready; fi

# A test that needs one of the last five groups skips where that cannot be had.
setup-tests: setup ## set up what the tests need
	@if [ ! -e $(VENV)/ready-tests ] || [ pyproject.toml -nt $(VENV)/ready-tests ]; then set -e; \
	  echo 'Setting up the tests ...'; \
	  $(BIN)/python -m pip install --quiet --group test --group lint; \
	  for group in anki commonmark browser pdf hooks; do \
	    $(BIN)/python -m pip install --quiet --group $$group || \
	      echo "The packages of the group $$group cannot be had; tests that need them will skip."; \
	  done; \
	  (cd $(VENV) && npm pack --silent @microsoft/jest-sarif@1.0.0-beta.0 >/dev/null 2>&1) || \
	    echo 'The schema of SARIF cannot be had; tests that need it will skip.'; \
	  $(BIN)/python -m pip download --quiet --no-deps --no-binary markdown-it-py \
	    --dest $(VENV)/commonmark markdown-it-py || \
	    echo 'The CommonMark specification cannot be had; the test of its examples will skip.'; \
	  touch $(VENV)/ready-tests; fi

test: setup-tests ## run all tests
	$(BIN)/python -m pytest --numprocesses auto --dist loadgroup

test-pythons: ## run all tests with each Python of $(PYTHONS) that is here
	@for python in $(PYTHONS); do \
	  if $$python -c '' 2>/dev/null; then \
	    version=$$($$python -c 'import sys; print("%d.%d" % sys.version_info[:2])'); \
	    $(MAKE) --no-print-directory test PYTHON=$$python VENV=.venv-$$version || exit 1; \
	  else echo "$$python is not here"; fi; \
	done

lint: setup-tests ## check style and types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

format: setup-tests ## put the code into its format
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format

bench: setup-tests ## measure time and memory, and how much is recognised and tagged
	$(BIN)/python tests/bench/pipeline.py
	$(BIN)/python tests/bench/identity.py
	$(BIN)/python tests/bench/topics.py
	$(BIN)/python tests/bench/page.py

FONTS := $(VENV)/fonts
fonts: setup-tests ## cut the fonts in templates/fonts from their packages
	$(BIN)/python -m pip install --quiet --group fonts
	rm -rf $(FONTS) && mkdir -p $(FONTS)
	cp -r $$($(BIN)/python -c 'import fontpkg_source_sans_3 as f; print(f.__path__[0])') $(FONTS)/
	cd $(FONTS) && for name in source-code-pro stix-two-math; do \
	  npm pack --silent @fontsource/$$name@5 && tar xzf fontsource-$$name-*.tgz && mv package $$name; done
	$(BIN)/python tools/fonts.py $(FONTS)

fuzz: setup-tests ## compare the markdown reader with two others, and build documents made at random
	$(BIN)/python tests/fuzz/markdown.py 100000
	$(BIN)/python tests/fuzz/pipeline.py 600

gallery: setup-tests ## show one card of every kind, by day and by night, as Anki makes it
	$(BIN)/python tests/gallery/gallery.py build/gallery.html

pictures: setup-tests ## take the README's pictures (needs Chromium and pdftoppm)
	$(BIN)/python -m tests.gallery.pictures docs/pictures

clean: ## remove what was built and set up
	rm -rf build dist $(VENV) .venv-* .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
