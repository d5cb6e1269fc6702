# Semua perintah hanya memerlukan Python 3.11 atau lebih baru dan make; selebihnya dipasang sendiri ke .venv dan node_modules.
.DEFAULT_GOAL := help
.PHONY: help run test check fix bench setup

ifndef PYTHON
PYTHON := $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && exit; done; echo python3)
endif
PY := .venv/bin/python
# Setelan seperti di kantor, agar pemeriksaan melihat yang sebenarnya dipakai.
OFFICE := env -u DEMO_PASSWORD DEMO=0 DEBUG=0 HTTPS=1 ALLOWED_HOSTS=tkm.example.go.id

help: ## Menampilkan daftar ini
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-6s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: setup ## Menjalankan aplikasi di http://127.0.0.1:8000 (port lain: make run PORT=8001)
	@exec $(PY) -m tkm.serve

test: setup ## Memeriksa dan menguji semuanya
	@TKM_TEST_RUN=1 DJANGO_SETTINGS_MODULE=tkm.settings $(PY) -m tests.template & made=$$!; \
		$(MAKE) --no-print-directory check && wait $$made
	$(PY) -m pytest -n 2 --ignore tests/e2e
	$(PY) -m pytest -n 2 --dist worksteal tests/e2e

check: setup ## Memeriksa gaya, tipe, lapisan, templat, migrasi, dan setelan kantor
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	TKM_TEST_RUN=1 $(PY) -m mypy .
	.venv/bin/lint-imports
	$(PY) -m djlint templates --lint --quiet
	TKM_TEST_RUN=1 $(PY) manage.py makemigrations --check --dry-run
	SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(50))') \
		$(OFFICE) $(PY) manage.py check --deploy --fail-level WARNING

fix: setup ## Merapikan kode
	$(PY) -m ruff check --fix-only .
	$(PY) -m ruff format .

bench: setup ## Mengukur setiap halaman pada 100.000 orang; hasilnya di docs/kinerja.md (dari awal: make bench FRESH=1)
	@$(PY) -m bench $(if $(FRESH),--fresh)

setup:
	@$(PYTHON) scripts/setup.py
