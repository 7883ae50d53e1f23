#!/usr/bin/env bash
# Installs the emulators of AWS that tests run against: the Python ones into a
# virtual environment of their own among the tools, when scripts/emulators.txt
# names others than are there. cognito-local is an npm package of this project.
set -euo pipefail
source "$(dirname "$0")/lib.sh"

readonly wanted="$root/scripts/emulators.txt"
readonly folder="$tools/emulators"

[[ -x $root/node_modules/.bin/cognito-local ]] ||
  fail "cognito-local is missing: run \`npm ci\`"
cmp --silent "$wanted" "$folder/installed.txt" 2>/dev/null && exit
can_make_venv() { has python3 && python3 -c 'import venv, ensurepip' 2>/dev/null; }
if ! can_make_venv && [[ $(id -u) == 0 ]] && has apt-get; then
  say "installing the python3-venv package"
  apt-get update -qq && apt-get install -y --no-install-recommends python3-venv
fi
can_make_venv || fail "missing: python3 with venv (apt-get install python3-venv)"
say "installing emulators of AWS"
rm -rf "$folder"
python3 -m venv "$folder"
"$folder/bin/pip" install --quiet --disable-pip-version-check --requirement "$wanted"
cp "$wanted" "$folder/installed.txt"
