import { defineConfig } from "@playwright/test";
import { browserExecutable } from "../scripts/browser.mjs";
import type { DurbarOptions } from "./support/fixtures.ts";

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const desktop = { viewport: { width: 1440, height: 900 } };

export default defineConfig<DurbarOptions>({
  testDir: "tests",
  outputDir: "test-results",
  globalSetup: "./support/global-setup.ts",
  forbidOnly: true,
  fullyParallel: true,
  // A journey that passes only when asked again is named in CI's closing line.
  retries: process.env["CI"] === undefined ? 0 : 1,
  workers: 2,
  timeout: 120_000,
  reporter: [["list"], ["json", { outputFile: "test-results/results.json" }]],
  // Journeys that must also work with scripting off carry the tag @no-script.
  projects: [
    { name: "phone", use: phone, grepInvert: /@once/ },
    { name: "desktop", use: desktop },
    { name: "no-script", use: { ...desktop, javaScriptEnabled: false }, grep: /@no-script/ },
  ],
  use: {
    browserName: "chromium",
    locale: "en-GB",
    timezoneId: "Asia/Kathmandu",
    contextOptions: { reducedMotion: "reduce" },
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: browserExecutable(),
      args: [
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        // Nothing but the server under test can be reached, whatever asks.
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
      ],
    },
  },
});
