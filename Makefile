# `make demo` and `make test` need Python 3.11 or newer and nothing else installed by hand.

PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
VENV ?= .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
INSTALLED_DEV := $(VENV)/.installed-dev
DATA ?= ../shared/data

.PHONY: help demo test whole real lint bench clean

help:
	@echo "make demo    see it work (installs into .venv and fetches the weights the first time)"
	@echo "make test    run the tests"
	@echo "make whole   the tests that walk all there is: every appliance × value, every sentence"
	@echo "make real    run the tests on real recordings (needs ../shared and fetches weights)"
	@echo "make lint    style, types and the direction of imports"
	@echo "make bench   measure it on the recordings in $(DATA)"
	@echo "make clean   remove .venv"

demo: $(INSTALLED)
	@$(BIN)/ogam demo $(ARGS)

test: $(INSTALLED_DEV)
	@$(BIN)/python -m pytest -m "not real and not slow and not whole and not browser" -n auto $(ARGS)

whole: $(INSTALLED_DEV)
	@$(BIN)/python -m pytest -m "whole and not real and not slow" -n auto $(ARGS)

real: $(INSTALLED_DEV)
	@$(BIN)/python -m pytest -m "real and not slow" $(ARGS)

lint: $(INSTALLED_DEV)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(INSTALLED_DEV)
	@PATH="$(CURDIR)/$(BIN):$$PATH" benchmarks/run "$(DATA)"

clean:
	rm -rf $(VENV)

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Ogam needs Python 3.11 or newer. Install it, or name it: make demo PYTHON=/path/to/python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(INSTALLED): pyproject.toml | $(BIN)/python
	@echo "Installing Ogam into $(VENV) (a minute or two the first time) …"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --editable '.[server]'
	@touch $@

$(INSTALLED_DEV): pyproject.toml | $(BIN)/python
	@echo "Installing Ogam and its tools into $(VENV) (a minute or two the first time) …"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --editable '.[dev,server,wyoming,mqtt,robot,text,thinq,homeassistant,vehicle,lab]'
	@touch $@ $(INSTALLED)
