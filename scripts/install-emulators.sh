#!/usr/bin/env bash
# Installs what tests run against: emulators of AWS, the Python ones into a
# virtual environment of their own among the tools, when scripts/emulators.txt
# names others than are there (cognito-local is an npm package of this project);
# ClamAV's daemon and ffmpeg, for root on Debian and Ubuntu, as packages.
set -euo pipefail
source "$(dirname "$0")/lib.sh"

[[ -x $root/node_modules/.bin/cognito-local ]] ||
  fail "cognito-local is missing: run \`npm ci\`"
install_python emulators "$root/scripts/emulators.txt" "emulators of AWS"

export PATH="$PATH:/usr/sbin"
for each in clamd:clamav-daemon ffmpeg:ffmpeg; do
  has "${each%:*}" || install_package "${each#*:}"
  has "${each%:*}" || fail "missing: ${each%:*} (apt-get install ${each#*:})"
done
