#!/usr/bin/env bash
# Installs the emulators of AWS that tests run against: the Python ones into a
# virtual environment of their own among the tools, when scripts/emulators.txt
# names others than are there. cognito-local is an npm package of this project.
set -euo pipefail
source "$(dirname "$0")/lib.sh"

[[ -x $root/node_modules/.bin/cognito-local ]] ||
  fail "cognito-local is missing: run \`npm ci\`"
install_python emulators "$root/scripts/emulators.txt" "emulators of AWS"
