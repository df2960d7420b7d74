#!/usr/bin/env bash
# Installs in .tools/node the validators and second implementations that tests compare with,
# at the versions of tools/package-lock.json, and only when it changed.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=.tools/node

if ! command -v npm >/dev/null; then
  echo "npm est absent : les comparaisons avec les outils npm seront passées."
  exit 0
fi
fingerprint=$(cat tools/package.json tools/package-lock.json | cksum)
if [[ -f $folder/.ready && $(<"$folder/.ready") == "$fingerprint" ]]; then
  exit 0
fi
echo "Installation des outils npm, aux versions et empreintes de tools/package-lock.json"
# No install script runs: they would fetch a browser, and Debian's Chromium is used.
mkdir -p "$folder"
cp tools/package.json tools/package-lock.json "$folder"
npm ci --prefix "$folder" --ignore-scripts --no-fund --no-audit --loglevel=error >/dev/null || {
  echo "npm n'a pas pu installer les outils : vérifiez le réseau, puis recommencez." >&2
  exit 1
}
echo "$fingerprint" >"$folder/.ready"
