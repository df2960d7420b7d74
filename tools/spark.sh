#!/usr/bin/env bash
# Installs Spark in .venv, half a gigabyte that only some tests need, where there is a Java.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v java >/dev/null; then
  echo "Java est absent : les comparaisons avec Spark seront passées."
elif ! .venv/bin/python -c 'import pyspark' 2>/dev/null; then
  echo "Installation de Spark, aux versions et empreintes de requirements/spark.txt"
  .venv/bin/python -m pip install --quiet --quiet --no-input --no-compile --no-deps \
    --disable-pip-version-check --require-hashes --requirement requirements/spark.txt ||
    echo "Spark n'a pas pu être installé ; les tests qui s'en servent seront passés."
fi
