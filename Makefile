# Two commands: `make run` shows the main job, `make test` runs every check.
# Neither needs anything but Python 3.11+, pip and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: run test lint format readme screenshots vectors clean

$(VENV)/.made:
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.made pyproject.toml constraints.txt
	$(PIP) install -c constraints.txt -e .
	@touch $@

$(VENV)/.installed-tests: $(VENV)/.installed pyproject.toml constraints.txt
	$(PIP) install -c constraints.txt $$($(BIN)/python -c "import tomllib; print(*tomllib.load(open('pyproject.toml','rb'))['dependency-groups']['dev'])")
	@touch $@

run: $(VENV)/.installed
	@$(BIN)/ekskb --root . build
	@echo
	@echo '$$ ekskb match --sample'
	@$(BIN)/ekskb --root . match --sample
	@echo 'Open the terminal UI:   $(BIN)/ekskb'
	@echo 'Match a log of yours:   kubectl logs deploy/NAME | $(BIN)/ekskb match'

test: $(VENV)/.installed-tests lint
	$(BIN)/python -m pytest -n auto --dist loadfile

lint: $(VENV)/.installed-tests
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

format: $(VENV)/.installed-tests
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

# What the README shows is what the commands print.
readme: $(VENV)/.installed-tests
	EKSKB_WRITE_README=1 $(BIN)/python -m pytest -q tests/test_readme.py tests/test_architecture.py

# The pictures in docs/ are the app and the site themselves, on this knowledge base; the site needs Chromium.
screenshots: $(VENV)/.installed-tests
	$(BIN)/python -m tests.tui.pictures
	$(BIN)/python -m tests.site.pictures

# What the pages of the site must compute, as Python computes it; after a change of search or matching.
vectors: $(VENV)/.installed-tests
	$(BIN)/python -m tests.site.search_vectors
	$(BIN)/python -m tests.site.match_vectors

clean:
	rm -rf $(VENV) dist build
