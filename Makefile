# Each target sets up what it needs; `make demo` and `make test` work on a fresh machine with Python 3.11+ and make.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
OUT    := out

.PHONY: demo test torture lowest pythons man editor wheel check bench format docs casebook-audit front-end clean

KILLS  ?= 1000
INPUTS ?= 1000000
SECONDS ?= 0
CLAIMS ?= 60
SEED   ?= 1
WITHOUT ?=

# Looks at setup.cfg alone: a change to the code needs no new installation. The root is the package, so setuptools finds it by a
# hook, and warns each time of folders named whoblamed that could be found first; there are none.
$(VENV)/.installed: setup.cfg pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip setuptools
	PYTHONWARNINGS="ignore:Editable installation" $(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@

node_modules/.installed: package.json package-lock.json
	npm ci --silent --no-audit --no-fund
	touch $@

## demo: load the casebook, ask who blamed North Korea, draw the board of the Sony intrusion and the whole graph
demo: $(VENV)/.installed
	@mkdir -p $(OUT)
	@$(BIN)/whoblamed --graph $(OUT)/graph load
	@echo
	@$(BIN)/whoblamed --graph $(OUT)/graph who "North Korea" > $(OUT)/north-korea.txt
	@sed -n '1,30p' $(OUT)/north-korea.txt
	@echo "… all of it is in $(OUT)/north-korea.txt"
	@echo
	@$(BIN)/whoblamed --graph $(OUT)/graph view -o $(OUT)/casebook.html
	@$(BIN)/whoblamed --graph $(OUT)/graph view --focus sony-intrusion/spe-intrusion -o $(OUT)/sony.html
	@echo "open $(OUT)/sony.html in a browser: the board of the Sony intrusion; $(OUT)/casebook.html has all cases"

## test: everything, on all processors; what needs data, a browser or npm is skipped, and says so, where there is none
test: $(VENV)/.installed
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory front-end editor; \
	  else echo "npm is not installed: the front-end's own tests and the editor of queries are skipped"; fi
	$(BIN)/python -m pytest -n auto --dist worksteal

## front-end: types and unit tests of the scripts in the HTML graph
front-end: node_modules/.installed
	npm test --silent

## editor: the editor of the page of queries, of what npm installs; without it the page has a plain text area
editor: explorer/querying/static/editor.js

explorer/querying/static/editor.js: explorer/querying/js/editor.js tools/editor.mjs node_modules/.installed
	npm run --silent editor

## torture: by hand, for hours: kill KILLS processes that write, and give the loaders INPUTS broken inputs (docs/reliability.md)
torture: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet atheris
	$(BIN)/python -m tests.torture.kills $(KILLS)
	$(BIN)/python -m tests.torture.fuzz all $(INPUTS) $(SECONDS)

# Where what others wrote does the work: stores, syntaxes, networks, tables, the web, the terminal.
DEPENDING := tests/graph/test_export.py tests/graph/test_sparql.py tests/graph/test_stix_export.py tests/graph/test_analyses.py \
  tests/graph/test_view.py tests/loaders/test_rdf.py tests/loaders/test_tables.py tests/loaders/test_fetch.py \
  tests/ontology/test_states.py tests/commands/test_cli.py
FEWER     := -n auto --dist worksteal -q -m "not browser and not slow" -p no:cacheprovider

## lowest: the tests of what depends on libraries, with the lowest versions that setup.cfg allows
lowest:
	$(PYTHON) -m venv $(OUT)/lowest
	$(PYTHON) tools/lowest.py >$(OUT)/lowest/constraints.txt
	PYTHONWARNINGS="ignore:Editable installation" $(OUT)/lowest/bin/python -m pip install --quiet \
	  --constraint $(OUT)/lowest/constraints.txt --editable '.[dev]'
	$(OUT)/lowest/bin/python -m pytest $(FEWER) $(DEPENDING)

## pythons: the tests with every Python that is here, but for the browser and the longest ones
pythons:
	@for version in 3.11 3.12 3.13 3.14; do \
	  python$$version --version >/dev/null 2>&1 || { echo "python$$version is not here: skipped"; continue; }; \
	  python$$version -m venv $(OUT)/python$$version || exit 1; \
	  PYTHONWARNINGS="ignore:Editable installation" \
	    $(OUT)/python$$version/bin/python -m pip install --quiet --editable '.[dev]' || exit 1; \
	  $(OUT)/python$$version/bin/python -m pytest $(FEWER) || exit 1; \
	done

## man: manual pages in man/, from the help of the commands
man: $(VENV)/.installed
	$(BIN)/python tools/manpages.py

## wheel: wheel, sdist and bill of materials (CycloneDX) in dist/, after the main job was run from the wheel
wheel: $(VENV)/.installed man editor
	tools/check_wheel dist

## check: style, types, and that generated pages are current
check: $(VENV)/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python tools/reference.py --check
	$(BIN)/python tools/ontology_reference.py --check
	$(BIN)/python tools/casebook.py --check
	$(BIN)/python tools/pictures.py --check

## docs: write the generated pages anew
docs: $(VENV)/.installed
	$(BIN)/python tools/reference.py
	$(BIN)/python tools/ontology_reference.py
	$(BIN)/python tools/casebook.py
	$(BIN)/python tools/pictures.py

## casebook-audit: draw CLAIMS claims by SEED, but for the keys in the file WITHOUT, for a checker who did not write them
casebook-audit: $(VENV)/.installed
	@$(BIN)/python tools/casebook_audit.py --claims $(CLAIMS) --seed '$(SEED)' $(if $(WITHOUT),--without '$(WITHOUT)')

## format: put the code into shape
format: $(VENV)/.installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

## bench: the figures of docs/performance.md
bench: $(VENV)/.installed
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/network.py

clean:
	rm -rf $(VENV) $(OUT) node_modules build dist *.egg-info
