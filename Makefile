# What one can do here; `make help` prints this list.
# PORT=8000 and PYTHON=/path/to/python3 may be given: make run PORT=9000

PORT ?= 8000
python := .venv/bin/python
# Tools and tests know nothing of .env: what they find does not depend on the machine.
tested := DJANGO_SETTINGS_MODULE=tests.settings
# Images of containers often set it; every process would then compile every module anew.
unexport PYTHONDONTWRITEBYTECODE
# `unspaced` is our own block.
layout := .venv/bin/djangofmt --quiet --custom-blocks unspaced
# Each worker begins with files of its own: what their tests share is made once. Who is done first takes from the other.
spread := -n 2 --dist worksteal
.DEFAULT_GOAL := help
.PHONY: help setup run dev quick static test test-quick test-postgresql test-postgresql-quick check format-check lint types layers \
	templates migrations deploy format messages drawings pictures bench faults hostile release-check clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## /\1\t/p' Makefile | expand -t 24

setup: ## install what is missing, migrate; `run`, `test` and `check` begin with it
	@PYTHON="$(PYTHON)" scripts/setup

run: setup ## try the site, with demonstration data: http://127.0.0.1:8000
	@scripts/run $(PORT)

dev: setup ## Django's own server, which reloads changed code and shows tracebacks
	@DEBUG=1 $(python) manage.py runserver 127.0.0.1:$(PORT)

quick: setup ## the loop while working: static checks, two at a time, and test-quick
	@$(MAKE) --no-print-directory --old-file setup --jobs 2 --output-sync static
	@$(MAKE) --no-print-directory --old-file setup test-quick

static: format-check lint types layers templates ## what can be found without running the code

# In a minute, with `static`: `budget` is in processor seconds, two a second. tests/budget.py says what is always taken.
test-quick: setup ## of the tests without a browser or real processes, a few cases of each, as many as fit into 25 seconds
	$(python) -m pytest $(spread) --quick --budget 50 --ignore tests/browser -m "not processes"

test: setup ## all tests, browser tests included, on SQLite
	$(python) -m pytest $(spread)

test-postgresql: setup ## all tests on a PostgreSQL server started for them
	$(python) scripts/with_postgresql.py $(python) -m pytest $(spread)

# What a browser sees does not depend on the database, nor what a test finds that opens none.
test-postgresql-quick: setup ## the tests that use the database, but for the browser's, on PostgreSQL
	$(python) scripts/with_postgresql.py $(python) -m pytest $(spread) --database-only --ignore tests/browser

check: static migrations deploy test test-postgresql-quick ## everything that must hold before a commit is shared

format-check: setup ## layout of the Python code
	.venv/bin/ruff format --check .

lint: setup ## mistakes and bad habits in the Python code
	.venv/bin/ruff check .

types: setup ## type errors
	.venv/bin/mypy reports reportsite

layers: setup ## imports that go the wrong way
	.venv/bin/lint-imports

templates: setup ## mistakes in the templates, and their layout
	.venv/bin/djlint --lint templates
	$(layout) --check templates

migrations: setup ## models that changed without a migration
	$(tested) $(python) manage.py makemigrations --check --dry-run

deploy: setup ## settings that would be unsafe in production
	ENV_FILE=/dev/null SECRET_KEY=$$($(python) -c 'import secrets; print(secrets.token_urlsafe(50))') \
	ALLOWED_HOSTS=reports.example.org HSTS_WHOLE_DOMAIN=1 \
	$(python) manage.py check --deploy --fail-level WARNING

format: setup ## lay out the code, templates and style sheets, and mend what can be mended
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .
	$(layout) templates
	for sheet in static/css/*.css; do .venv/bin/css-beautify -r -n -s 2 --space-around-combinator $$sheet; done

messages: setup ## collect the texts to be translated into reportsite/locale
	$(tested) $(python) manage.py makemessages --locale zh_Hans --ignore .venv --ignore var --no-location --no-obsolete

drawings: setup ## draw what docs/ shows of the code
	$(tested) $(python) manage.py draw_transitions > docs/transitions.md

pictures: setup ## a picture of every page, as a person with a mouse and one with a phone sees it: var/pictures
	$(python) -m pytest tests/browser/test_every_page.py --pictures var/pictures

bench: setup ## measure speed, printed as tables
	$(python) -m bench

# Root only, and with a C compiler: small disks are mounted and filled, and the clock of the processes is set.
faults: setup ## break the site a thousand times while people work, on both databases: nothing may be lost
	$(python) -m bench faults

hostile: setup ## 10,000 requests and 2,000 files that mean harm, on both databases: none may fail, hang or grow large
	$(python) -m bench hostile

# One after the other, for each measures with the whole machine. The first that finds something ends it.
release-check: ## before a release: every test on both databases, hostile requests and files, a thousand faults
	$(MAKE) --no-print-directory static migrations deploy
	$(MAKE) --no-print-directory test
	$(MAKE) --no-print-directory test-postgresql
	$(MAKE) --no-print-directory hostile
	$(MAKE) --no-print-directory faults

clean: ## remove what can be made again: .venv, caches, compiled files; data, fonts and .env stay
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache var/static
	find . -name __pycache__ -prune -exec rm -rf {} +
	find reportsite/locale -name '*.mo' -delete
