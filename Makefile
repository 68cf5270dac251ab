# Each target sets up what it needs: `make demo` is all a fresh machine needs to see mockbill work.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo serve test mutants lint format bench clean

demo: $(VENV)/.ready
	$(BIN)/mockbill demo

serve: $(VENV)/.ready
	$(BIN)/mockbill serve

test: $(VENV)/.ready
	$(BIN)/pytest -n 2 -q
	$(BIN)/mockbill scenario --all --brief

mutants: $(VENV)/.ready
	$(BIN)/python -m billcontracts.mutants

lint: $(VENV)/.ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/mockbill coverage > /dev/null

format: $(VENV)/.ready
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.ready
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/.ready: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("mockbill needs Python 3.11 or newer") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@
