#!/usr/bin/env bash
# Finds a Chromium for the end-to-end tests, or installs one: Playwright's own,
# else, for root on Debian and Ubuntu, the package.
set -euo pipefail
source "$(dirname "$0")/lib.sh"

found() {
  node --input-type=module -e '
    import { existsSync } from "node:fs";
    import { chromium } from "@playwright/test";
    const paths = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
      chromium.executablePath()];
    process.exit(process.env.CHROMIUM || paths.some((path) => existsSync(path)) ? 0 : 1);'
}

cd "$root"
found && exit 0
say "no Chromium found: installing Playwright's"
npx --no-install playwright install --with-deps chromium && exit 0
if [[ $(id -u) == 0 ]] && has apt-get; then
  say "that failed: installing the chromium package"
  apt-get update -qq && apt-get install -y --no-install-recommends chromium
fi
found || fail "no Chromium: install one, or name its path in CHROMIUM"
