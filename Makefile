# Two commands to remember: `make run` and `make test`. Everything else is below.

SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
PACKAGES := bot handlers services storage templates simulator
TESTS ?= tests
WORKERS ?= 2

.DEFAULT_GOAL := help
.PHONY: help run setup test check format soak bench lock migration docs screenshots clean

help: ## list the commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: .venv/.ready ## start the assistant: the real bot with a token in .env, else the try-out in a browser
	@if [ -n "$$TELEGRAM_BOT_TOKEN" ] || grep -Eqs '^(export )?TELEGRAM_BOT_TOKEN=["'"'"']?[0-9]' .env; \
	then exec $(BIN)/zhuanban run; else exec $(BIN)/zhuanban demo; fi

setup: .venv/.ready ## only set up: .venv/ and .venv/bin/zhuanban

test: .venv/.ready-dev ## run every test
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup $(TESTS)

check: .venv/.ready-dev ## format, lint, types, import contracts, tests: what CI runs
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup $(TESTS)

format: .venv/.ready-dev ## put the code into shape
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

soak: .venv/.ready-dev ## the long forms of crash, fuzz and simulated-year runs
	@ZHUANBAN_SOAK=1 $(BIN)/python -m pytest -m soak --timeout 3600 $(TESTS)

bench: .venv/.ready-dev ## the benchmarks, beside what a user would pick instead
	@$(BIN)/python -m bench

lock: .venv/.ready-dev ## renew the lock files after a change of pyproject.toml
	@sh tools/lock.sh

migration: .venv/.ready-dev ## write a migration: of all tables before the first release, else MESSAGE="what changes"
	@$(BIN)/python -m tools.migration $(MESSAGE)
	@$(BIN)/ruff check --quiet --fix storage/migrations
	@$(BIN)/ruff format --quiet storage/migrations

docs: .venv/.ready-dev ## write docs/issues.md from the table of transitions
	@$(BIN)/python -m tools.issues

screenshots: .venv/.ready-dev ## take the README's pictures anew
	@$(BIN)/python -m tools.screenshots

clean: ## remove environment and caches (not your data)
	@rm -rf .venv .uv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.venv/.ready: requirements.lock pyproject.toml tools/setup.sh
	@sh tools/setup.sh requirements.lock && touch $@

.venv/.ready-dev: requirements-dev.lock pyproject.toml tools/setup.sh
	@sh tools/setup.sh requirements-dev.lock && touch $@ .venv/.ready
