# make run    set up, load the sample data the first time, serve the dashboard
# make test   set up what the tests need and run all of them
# make faults kill the served app 200 times, and take each way to lose a draft 20 times
# make pictures   take the pictures of the documentation anew (needs Chromium)
# make lock   write requirements*.lock anew from pyproject.toml

PORT ?= 8501
SHELL = /bin/sh
BIN = .venv/bin
# Only this interpreter: uv would otherwise fetch one from elsewhere.
export UV_PYTHON_DOWNLOADS = never
# Files copied instead of linked: the cache may be on another disk.
export UV_LINK_MODE = copy
export PIP_DISABLE_PIP_VERSION_CHECK = 1
# uv does not read pip's settings; where only those are set, they hold for uv too.
ifeq ($(UV_DEFAULT_INDEX)$(UV_INDEX_URL),)
ifneq ($(PIP_INDEX_URL),)
export UV_DEFAULT_INDEX = $(PIP_INDEX_URL)
endif
endif
ifeq ($(SSL_CERT_FILE),)
ifneq ($(PIP_CERT),)
export SSL_CERT_FILE = $(PIP_CERT)
endif
endif

APP_STAMP = .venv/.app-installed
TEST_STAMP = .venv/.test-installed

FIND_PYTHON = for name in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11 python; do \
    if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
      "$$name" -c 'import sys; print(sys.executable)'; exit 0; fi; \
  done; \
  echo "Python 3.11 or newer was not found (python3 here: $$(python3 --version 2>&1))." >&2; \
  echo "Install it, or name it: make run PYTHON=/path/to/python3.12" >&2; exit 1

FIND_UV = if [ -x .tools/bin/uv ]; then echo .tools/bin/uv; else command -v uv; fi

.PHONY: run setup setup-test system-packages test faults lock clean

run: setup
	@$(BIN)/python -m resourcemap.cli load-sample --if-empty
	@echo "Dashboard: http://127.0.0.1:$(PORT)   (stop it with Ctrl+C)"
	@echo "Your own files: $(BIN)/resourcemap import FILE --apply"
	@exec $(BIN)/python -m streamlit run app.py --server.port $(PORT)

setup: $(APP_STAMP)

$(APP_STAMP): requirements.lock pyproject.toml requirements-uv.lock
	@set -e; python=$$($(FIND_PYTHON)); \
	if ! uv=$$($(FIND_UV)); then \
	  echo "Setting up: the installer uv"; \
	  if ! "$$python" -c 'import venv, ensurepip' 2>/dev/null; then \
	    echo "$$python has no venv module. Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; fi; \
	  rm -rf .tools; "$$python" -m venv .tools; \
	  .tools/bin/python -m pip install --quiet --require-hashes --only-binary :all: -r requirements-uv.lock; \
	  uv=.tools/bin/uv; \
	fi; \
	if ! $(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	  rm -rf .venv; "$$uv" venv --quiet --python "$$python" .venv; fi; \
	echo "Setting up: packages from requirements.lock"; \
	"$$uv" pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock; \
	"$$uv" pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .; \
	touch $@

setup-test: $(TEST_STAMP)

$(TEST_STAMP): $(APP_STAMP) requirements-test.lock
	@set -e; uv=$$($(FIND_UV)); echo "Setting up: packages from requirements-test.lock"; \
	"$$uv" pip install --quiet --python $(BIN)/python --require-hashes -r requirements-test.lock; \
	touch $@

system-packages:
	@sh .ci/system-packages

# The quick checks come first; what they find is cheaper to read than a failed journey.
test: setup-test system-packages
	@echo "ruff check";          $(BIN)/ruff check --quiet .
	@echo "ruff format --check"; $(BIN)/ruff format --quiet --check .
	@echo "mypy";                $(BIN)/mypy --no-error-summary --num-workers 2
	@echo "pytest, two at a time"; $(BIN)/pytest -q -n 2 --dist loadfile --no-loadscope-reorder -m "not alone" $(TESTS)
	@echo "pytest, one at a time"; $(BIN)/pytest -q -m alone $(or $(TESTS),$$(grep -rlE --include="*.py" "mark[.]alone" tests)) || [ $$? -eq 5 ]

# A short form of these is in `make test`; this takes about half an hour.
faults: setup-test system-packages
	@FAULT_KILLS=200 FAULT_DRAFTS=20 $(BIN)/pytest -q -rP tests/faults/test_served_kills.py tests/journeys/test_desk_drafts.py

pictures: setup-test
	@$(BIN)/python docs/pictures/make.py

lock:
	@set -e; if ! uv=$$($(FIND_UV)); then echo "Run make setup first: it brings uv." >&2; exit 1; fi; \
	compile="$$uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command 'make lock'"; \
	echo "uv==0.13.9" | eval "$$compile --output-file requirements-uv.lock -"; \
	eval "$$compile --output-file requirements.lock pyproject.toml --group build"; \
	eval "$$compile --output-file requirements-test.lock --constraint requirements.lock --group test"

clean:
	rm -rf .venv .tools .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
