#!/usr/bin/env bash
# Runs the tests with the oldest versions that pyproject.toml accepts, in an environment of their
# own: a lower bound that nobody runs is a guess.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

uv=(.venv/bin/uv --quiet --no-config)
echo "Installation des plus vieilles versions acceptées"
"${uv[@]}" pip compile --resolution lowest-direct --python-version 3.11 --generate-hashes \
  --no-header --no-annotate pyproject.toml --extra site --group dev --output-file "$folder/lowest.txt"
.venv/bin/python -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --quiet --no-input --no-deps --require-hashes \
  --requirement "$folder/lowest.txt"
"$folder/venv/bin/python" -m pip install --quiet --quiet --no-deps --no-build-isolation --editable .
echo "Tests"
"$folder/venv/bin/python" -m pytest -q -m "not slow"
