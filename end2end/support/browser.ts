import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";

const SYSTEM_BROWSERS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

/**
 * The Chromium to drive: $CHROMIUM, then one the system has, then Playwright's
 * own. `scripts/install-browser.sh` installs one where there is none.
 */
export function browserExecutable(): string {
  const chosen = process.env["CHROMIUM"];
  if (chosen) {
    if (!existsSync(chosen)) throw new Error(`CHROMIUM names a missing file: ${chosen}`);
    return chosen;
  }
  const found = [...SYSTEM_BROWSERS, chromium.executablePath()].find((path) => existsSync(path));
  if (!found) throw new Error("no Chromium found: run scripts/install-browser.sh");
  return found;
}
