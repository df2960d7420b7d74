#!/usr/bin/env bash
# Builds .venv from the locked requirements of a level, `site` or `dev`, and puts `kene` in it.
# Does nothing when neither they nor pyproject.toml have changed since the last time.
set -euo pipefail
cd "$(dirname "$0")/.."
level=$1
locks=requirements/$level.txt

fail() {
  printf '%s\n' "$@" >&2
  exit 2
}

fingerprint() {
  printf '%s ' "$PWD"
  cat "requirements/$1.txt" pyproject.toml tools/setup.sh | cksum
}

# Everything that `site` needs is in `dev` too, in the same versions.
for ready in "$level" dev; do
  stamp=.venv/.ready-$ready
  if [[ -x .venv/bin/kene && -f $stamp && $(<"$stamp") == "$(fingerprint "$ready")" ]]; then
    exit 0
  fi
done

usable() {
  "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
  local name
  for name in ${PYTHON:-} python3.11 python3.12 python3.13 python3.14 python3; do
    if usable "$name"; then
      echo "$name"
      return
    fi
  done
  fail "Kene demande Python 3.11 ou plus récent, avec son module venv." \
    "Sur Debian ou Ubuntu : apt-get install python3 python3-venv." \
    "Ailleurs : make setup PYTHON=/chemin/vers/python3"
}

# A virtual environment does not survive being moved.
if ! .venv/bin/python -c '' 2>/dev/null || ! grep -q "$PWD/.venv" .venv/bin/activate; then
  python=$(find_python)
  echo "Création de .venv avec $("$python" --version)"
  "$python" -m venv --clear .venv
fi

echo "Installation de $(grep -c '==' "$locks") paquets, aux versions et empreintes de $locks"
install=(.venv/bin/python -m pip install --quiet --quiet --no-input --no-compile
  --disable-pip-version-check)
"${install[@]}" --no-deps --require-hashes --requirement "$locks" ||
  fail "L'installation n'a pas abouti : lisez la ligne ci-dessus, vérifiez le réseau, puis recommencez."
"${install[@]}" --no-deps --no-build-isolation --editable . ||
  fail "Kene n'a pas pu être installé dans .venv : lisez la ligne ci-dessus."
fingerprint "$level" >".venv/.ready-$level"
