import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";

const SYSTEM_BROWSERS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

/**
 * The Chromium to drive: $CHROMIUM, then one the system has, then Playwright's
 * own. `scripts/install-browser.sh` installs one where there is none.
 *
 * @returns {string} path of the program
 */
export function browserExecutable() {
  const chosen = process.env.CHROMIUM;
  if (chosen) {
    if (!existsSync(chosen)) throw new Error(`CHROMIUM names a missing file: ${chosen}`);
    return chosen;
  }
  const found = [...SYSTEM_BROWSERS, chromium.executablePath()].find((path) => existsSync(path));
  if (!found) throw new Error("no Chromium found: run scripts/install-browser.sh");
  return found;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(browserExecutable());
