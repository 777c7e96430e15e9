# Renkei: `make run` shows it working, `make test` proves it. Both set up what they need, once.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: run test check bench bench-peers soak setup schema lock clean

run: setup  ## crawl the sample site, extract, publish to processed/
	$(BIN)/python tests/site/serve.py -- $(BIN)/renkei --sources tests/site/sources run

test: setup  ## all tests
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

check: setup  ## format, lint, types, import directions
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/python -m pytest tests/test_architecture.py

bench: setup  ## benchmarks with their peers, as ratios
	$(BIN)/python bench/text.py
	$(BIN)/python bench/documents.py
	$(BIN)/python bench/crawl.py
	$(BIN)/python bench/publish.py
	$(BIN)/python bench/review.py
	$(BIN)/python bench/reprocess.py
	$(BIN)/python -m bench.scale
	$(BIN)/python -m bench.reliability

soak: setup  ## two thousand kills, nothing lost
	$(BIN)/python -m tests.soak --kills 2000

bench-peers:  ## environments of the peers that cannot be installed beside the rest
	for peer in ja-timex==0.2.8 pynormalizenumexp==0.3.4; do \
	  $(PYTHON) -m venv bench/.peers/$${peer%==*} && bench/.peers/$${peer%==*}/bin/pip install --quiet $$peer || exit 1; done

setup: $(READY)  ## .venv with everything in it

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info[:2] < (3, 14) else "Renkei needs Python 3.11 to 3.13: make PYTHON=/path/to/python3.11 …")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $(READY)

schema: setup  ## docs/schema/ from extractors/records.py
	$(BIN)/python -m flows.publishing.schema docs/schema

lock:  ## requirements.lock from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --universal --python-version 3.11 --all-extras --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-annotate --no-header --output-file requirements.lock

clean:  ## what the program made; raw/ and the ledger stay
	rm -rf processed/*.jsonl processed/*.csv processed/*.parquet processed/*.sqlite processed/*.json processed/*.jsonld \
	  processed/ATTRIBUTION.md processed/ABOUT.md processed/report processed/schema .mypy_cache .ruff_cache .pytest_cache
