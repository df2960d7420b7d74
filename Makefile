# Every target says what it does, works twice in a row, and needs Python 3.11 alone to begin with.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

VENV := .venv/bin
PORT ?= 8000
PYTEST := $(VENV)/python -m pytest -q -n 3 --dist loadfile --no-loadscope-reorder

.PHONY: help setup setup-site tools demo serve test test-all check format bench engines chaos lock clean \
	campaign test-lowest

help: ## Montre les commandes
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /|/' | \
		while IFS='|' read -r name text; do printf '  make %-12s %s\n' "$$name" "$$text"; done

demo: setup-site ## Prépare tout, puis sert un nœud de démonstration avec son téléphone simulé
	@exec $(VENV)/kene demo --port $(PORT)

serve: setup-site ## Sert le nœud réglé par les variables d'environnement
	@exec $(VENV)/kene serve --port $(PORT)

test: setup ## Prépare tout, puis lance les tests qui n'ont besoin que de Python
	@echo "Tests"
	@$(PYTEST) -m "not slow"

test-all: setup tools ## Lance tous les tests, avec navigateur, PostgreSQL, Kannel et seconds avis
	@echo "Tous les tests"
	@$(PYTEST)

check: setup ## Vérifie style, types, contrats d'import, adresses, documentation et packs
	@$(VENV)/python tools/check.py

format: setup ## Met le code en forme
	@$(VENV)/ruff check -q --fix-only && $(VENV)/ruff format

bench: setup ## Mesure, et imprime un tableau
	@$(VENV)/python -m bench

engines: setup ## Installe à part les moteurs auxquels make bench se compare
	@tools/engines.sh

campaign: setup tools ## Lance les longues campagnes : essais au hasard, coupures, lois des nombres
	@echo "Campagnes longues"
	@KENE_CAMPAIGN=1 $(PYTEST)

chaos: setup ## Dix mille conversations pendant que tout tombe en panne ; imprime le tableau des preuves
	@KENE_CAMPAIGN=1 $(PYTEST) -n 0 -s tests/node/test_chaos.py

setup: ## Prépare .venv, outils de développement compris
	@tools/setup.sh dev

setup-site: ## Prépare .venv avec ce qu'il faut pour servir un nœud
	@tools/setup.sh site

tools: ## Installe ce que seuls certains tests demandent (paquets du système, outils npm)
	@tools/system.sh
	@tools/node.sh
	@tools/spark.sh

lock: setup ## Recalcule les versions exactes de requirements/ et de tools/package-lock.json
	@tools/lock.sh

test-lowest: setup ## Lance les tests avec les plus vieilles versions que pyproject.toml accepte
	@tools/lowest.sh

clean: ## Efface ce qui se refait ; garde les données de ./data
	rm -rf .venv .tools dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis \
		.import_linter_cache
