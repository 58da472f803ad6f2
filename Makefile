# Every target does its own set-up: a virtual environment in .venv, with this project in it.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: demo test lint format quality fuzz train clean

demo: $(VENV)/ready ## the main job on examples/, into output/
	$(BIN)/kg build examples -o output

test: $(VENV)/ready ## all tests
	$(BIN)/python -m pytest -q -n auto --maxprocesses 4 --dist loadfile

lint: $(VENV)/ready ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict kg

format: $(VENV)/ready
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

quality: $(VENV)/ready ## P, R and F1 against the floors; needs annotated articles (KG_SHARED)
	$(BIN)/python -m benchmarks.quality --gate

fuzz: $(VENV)/ready ## inputs that nobody would write, for ten minutes
	$(BIN)/python -m pip install --quiet -e '.[fuzz]'
	$(BIN)/python -m fuzz --all --seconds 600

train: $(VENV)/ready ## the models of names and of makers and the tables of confidence, from the data in KG_SHARED
	$(BIN)/python -m training.train_names
	$(BIN)/python -m training.train_relations
	$(BIN)/python -m training.calibrate

# made again when what it installs has changed
$(VENV)/ready: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet -e '.[dev]'
	touch $@

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache
