#!/usr/bin/env bash
# Locks what pyproject.toml asks for, and the npm tools, to exact versions with their hashes.
set -euo pipefail
cd "$(dirname "$0")/.."

compile() {
  .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --upgrade --generate-hashes \
    --no-annotate --no-header --no-emit-index-url --no-emit-find-links --no-config "$@"
}

compile pyproject.toml --extra site --group build --output-file requirements/site.txt
compile pyproject.toml --extra site --group dev --constraint requirements/site.txt \
  --output-file requirements/dev.txt
compile --group spark --constraint requirements/dev.txt --output-file requirements/spark.txt
compile --group engines --output-file requirements/engines.txt
echo "requirements/site.txt, dev.txt, spark.txt et engines.txt sont à jour"

if command -v npm >/dev/null; then
  npm install --prefix tools --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved \
    --silent
  echo "tools/package-lock.json est à jour"
else
  echo "npm est absent : tools/package-lock.json n'a pas changé"
fi
