#!/usr/bin/env bash
# Installs in .tools/engines the engines that `make bench` compares with, at the versions and hashes
# of requirements/engines.txt, apart from Kene's own environment; and those of npm with its tools.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=.tools/engines
locks=requirements/engines.txt

tools/node.sh
fingerprint=$(cksum <"$locks")
if [[ -f $folder/.ready && $(<"$folder/.ready") == "$fingerprint" ]]; then
  exit 0
fi
echo "Installation des autres moteurs, aux versions et empreintes de $locks"
.venv/bin/python -m venv --clear --without-pip "$folder"
.venv/bin/python -m pip --python "$folder/bin/python" install --quiet --quiet --no-input \
  --disable-pip-version-check --no-deps --require-hashes --requirement "$locks" || {
  echo "L'installation n'a pas abouti : vérifiez le réseau, puis recommencez." >&2
  exit 1
}
echo "$fingerprint" >"$folder/.ready"
