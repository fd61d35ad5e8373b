# Everything a newcomer needs is `make demo` and `make test`; `make help` lists the rest.
PYTHON ?=
PORT ?= 8000
PYTEST_ARGS ?=
export PYTHON PORT

bin := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help demo test check format lock messages bench screenshots clean environment environment-test catalogues assets

help:
	@echo "make demo         a living town at http://localhost:8000 (PORT=8001 changes the port)"
	@echo "make test         all tests; DATABASE_URL=postgres://… runs them on PostgreSQL, PYTEST_ARGS=… passes options on"
	@echo "make check        lint, formats, migrations, translations, production settings"
	@echo "make format       put code and templates into the form that make check wants"
	@echo "make bench        measure the pages and print a table"
	@echo "make messages     bring the message catalogues up to the code"
	@echo "make lock         pin requirements*.in into requirements*.txt"
	@echo "make screenshots  take the pictures of the README"
	@echo "make clean        remove what the commands made, except the town's data in var/"

environment:
	@scripts/environment.sh

environment-test:
	@scripts/environment.sh test

catalogues:
	@$(bin)/python scripts/messages.py compile

demo: environment catalogues
	@exec $(bin)/python scripts/demo.py

assets:
	@test -e $${VECHE_DATA:-var}/assets/fonts/onest.woff2 || $(bin)/python manage.py build_assets

test: environment-test catalogues assets
	@$(bin)/python -m pytest -n 2 $(PYTEST_ARGS)

check: environment-test catalogues
	@scripts/check.sh

format: environment-test
	$(bin)/ruff check -q --fix-only .
	$(bin)/ruff format -q .
	find templates -name '*.html' -print0 | xargs -0 $(bin)/djhtml --tabwidth 2

lock: environment
	$(bin)/uv pip compile -q --universal --python-version 3.11 --generate-hashes requirements.in -o requirements.txt
	$(bin)/uv pip compile -q --universal --python-version 3.11 --generate-hashes requirements-test.in -o requirements-test.txt

messages: environment-test
	$(bin)/python scripts/messages.py merge
	$(bin)/python scripts/messages.py missing

bench: environment-test catalogues
	@$(bin)/python -m scripts.bench $(BENCH_ARGS)

screenshots: environment-test catalogues
	@$(bin)/python scripts/screenshots.py

clean:
	rm -rf .venv .pytest_cache .ruff_cache .hypothesis var/assets var/static
	find . -name __pycache__ -prune -exec rm -rf {} +
	find locale -name '*.mo' -delete
