#!/usr/bin/env bash
# Installs the system packages that only some tests need. What cannot be installed is named, and
# the tests that need it skip with their reason.
set -euo pipefail

# What shows that it is there, and Debian's package.
declare -A packages=(
  [chromium]=chromium
  [lynx]=lynx
  [/usr/share/fonts/truetype/noto]=fonts-noto-core
  [/usr/lib/postgresql]=postgresql
  [bearerbox]=kannel
  [/usr/lib/kannel/test]=kannel-extras
  [zbarimg]=zbar-tools
  [pdftotext]=poppler-utils
  [espeak-ng]=espeak-ng
  [node]=nodejs
  [npm]=npm
  [java]=default-jre-headless
)

present() {
  if [[ $1 == /* ]]; then
    [[ -d $1 ]]
  else
    PATH=$PATH:/usr/sbin command -v "$1" >/dev/null
  fi
}

missing=()
for sign in "${!packages[@]}"; do
  present "$sign" || missing+=("${packages[$sign]}")
done

if ((${#missing[@]} == 0)); then
  exit 0
fi
if [[ $EUID -ne 0 ]] || ! command -v apt-get >/dev/null; then
  echo "Absents, et les tests qui s'en servent seront passés : ${missing[*]}"
  echo "Sur Debian ou Ubuntu : sudo apt-get install ${missing[*]}"
  exit 0
fi

echo "Installation des paquets du système : ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { apt-get update && apt-get install --yes --no-install-recommends "${missing[@]}"; } \
  >"$log" 2>&1; then
  tail -n 15 "$log" >&2
  echo "apt-get n'a pas pu tout installer ; les tests qui s'en servent seront passés."
fi
