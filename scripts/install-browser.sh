#!/usr/bin/env bash
# Finds a Chromium for the end-to-end tests, or installs one: Playwright's own,
# else, for root on Debian and Ubuntu, the package.
set -euo pipefail
source "$(dirname "$0")/lib.sh"

found() { node scripts/browser.mjs >/dev/null 2>&1; }

cd "$root"
found && exit 0
[[ -z ${CHROMIUM:-} ]] || fail "CHROMIUM names a missing file: $CHROMIUM"
say "no Chromium found: installing Playwright's"
npx --no-install playwright install --with-deps chromium && exit 0
install_package chromium
found || fail "no Chromium: install one, or name its path in CHROMIUM"
