# Two commands on a fresh machine with Python >= 3.11 and make: `make demo` and `make test`.
# Each makes its own environment from a lock file with hashes; nothing outside this folder changes.

PYTHON ?= python3
WORKERS ?= 2
PIP = -m pip --quiet --disable-pip-version-check --no-input
RUN = .venv/bin
DEV = .venv-dev/bin

.DEFAULT_GOAL := help
.PHONY: help demo test lint format agree prove mutate fuzz faults bench benchfiles scaling small whatif lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

demo: .venv/ready ## invented people of one district, calculated and set beside what was published
	@$(RUN)/python -m subsidy.demo

test: .venv-dev/ready ## every test: units, cases, agreement of both engines, documents
	@$(DEV)/python -m pytest -q -n $(WORKERS)

lint: .venv-dev/ready ## style, types, import directions
	@$(DEV)/ruff check .
	@$(DEV)/ruff format --check .
	@$(DEV)/mypy
	@$(DEV)/lint-imports

format: .venv-dev/ready ## bring the code into the house's shape
	@$(DEV)/ruff check --fix .
	@$(DEV)/ruff format .

agree: .venv-dev/ready ## long comparison of both engines, a million person-months and more
	@$(DEV)/python -m benchmarks.agree

prove: .venv-dev/ready ## puts in one deliberate fault after another: each must make its test fail
	@$(DEV)/python -m tests.proving

mutate: .venv-dev/ready ## odd rosters edited at random, ten thousand times: refused or counted whole
	@$(DEV)/python -m tests.corpus.mutate 10000
	@$(DEV)/python -m tests.corpus.mutate_workbooks 10000
	@$(DEV)/python -m tests.streaming.same
	@$(DEV)/python -m tests.streaming.damaged

SECONDS_A_TARGET ?= 60

fuzz: .venv-dev/ready ## any bytes into every reader; guided by coverage where atheris is installed
	@$(DEV)/python -m tests.fuzzing --seconds $(SECONDS_A_TARGET)

faults: .venv-dev/ready ## kills runs by the thousand, fails and starves them: every result stays whole
	@$(DEV)/python -m tests.faults

bench: .venv-dev/ready ## how fast, side by side with other engines, each in its own environment
	@$(DEV)/python -m benchmarks.run
	@$(DEV)/python -m benchmarks.scaling

benchfiles: .venv-dev/ready ## files of ten and of a hundred million people, memory watched from outside
	@$(DEV)/python -m benchmarks.large_files

scaling: .venv-dev/ready ## time per person from ten thousand people to ten million
	@$(DEV)/python -m benchmarks.scaling

small: .venv-dev/ready ## one person, one explanation, one book, one start: how long each takes
	@$(DEV)/python -m benchmarks.small

whatif: .venv-dev/ready ## one more scenario for ten million people, beside a full recalculation
	@$(DEV)/python -m benchmarks.whatif

lock: ## resolve the lock files anew (needs uv)
	uv pip compile pyproject.toml requirements/build.in --universal --python-version 3.11 \
	  --generate-hashes --quiet --custom-compile-command "make lock" -o requirements/run.txt
	uv pip compile pyproject.toml requirements/build.in --group dev --universal --python-version 3.11 \
	  --generate-hashes --quiet --custom-compile-command "make lock" -o requirements/dev.txt

clean: ## remove environments, caches and what the demo wrote
	rm -rf .venv .venv-dev .venv-bench-* build dist demo .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/ready: requirements/run.txt pyproject.toml
.venv-dev/ready: requirements/dev.txt pyproject.toml
.venv/ready .venv-dev/ready:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or later is needed; name it with: make PYTHON=python3.12 ..." >&2; exit 1; }
	@echo "preparing $(@D) from $< (once)" >&2
	@$(PYTHON) -m venv --clear $(@D)
	@$(@D)/bin/python $(PIP) install --require-hashes -r $<
	@$(@D)/bin/python $(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@
