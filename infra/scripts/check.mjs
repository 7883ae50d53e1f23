#!/usr/bin/env node
// Synthesises every environment offline and has cdk-nag look at all of them, and cfn-lint and
// checkov at those that differ in shape. Ends with 1 when anything is found.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { EVERYTHING, EXCEPTIONS } from "../build/lib/exceptions.js";

const infra = path.dirname(import.meta.dirname);
const tools =
  process.env.DURBAR_TOOLS_DIR ??
  path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), ".cache"), "durbar", "tools");
const checker = (name) => path.join(tools, "checkers", "bin", name);

/** What an owner has to say of every environment. */
const KNOWN = {
  account: "123456789012",
  domain: "durbar.example",
  certificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000",
};

/**
 * Environments to synthesise. The slow checkers see those with `isShape`, of which production has
 * everything that can be switched on; the others have the same templates under other names, or
 * with less in them. Of a pull request's what takes it down is new.
 */
const SYNTHESISED = [
  { name: "dev", settings: {} },
  { name: "staging", settings: {} },
  {
    name: "prod",
    isShape: true,
    settings: {
      recovery: 3,
      alarmAddress: "alarms@durbar.example",
      socialProviders: "google,apple,facebook",
      botControl: true,
      realUserMonitoring: true,
      mediaWorkers: true,
      malwareScan: true,
      hostedZoneId: "Z0123456789ABCDEFGHIJ",
    },
  },
  { name: "pr-1", isShape: true, only: /-expiry\./, settings: {} },
];

/** Rules of checkov that nothing here follows; exceptions of single resources are in the templates. */
const SKIPPED = EXCEPTIONS.filter(({ where }) => where === EVERYTHING)
  .flatMap(({ rules }) => rules.filter((rule) => rule.startsWith("CKV")))
  .join();

const folder = mkdtempSync(path.join(os.tmpdir(), "durbar-infra-"));
const packages = path.join(folder, "packages");
let failed = 0;

/** Programs that are there in place of ours, which take long to compile. */
function makePlaceholders() {
  for (const name of ["durbar", "media"]) {
    mkdirSync(path.join(packages, name), { recursive: true });
    writeFileSync(path.join(packages, name, "bootstrap"), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
  }
}

function run(words, program, flags, options = {}) {
  const started = Date.now();
  const { status, stdout, stderr, error } = spawnSync(program, flags, { cwd: infra, encoding: "utf8", maxBuffer: 1 << 28, ...options });
  const took = `${((Date.now() - started) / 1000).toFixed(1)} s`;
  if (status === 0) {
    console.error(`ok: ${words} (${took})`);
    return stdout;
  }
  failed += 1;
  console.error(`failed: ${words} (${took})\n${error?.message ?? ""}${stdout}${stderr}`);
  return stdout;
}

function synthesise({ name, settings }) {
  const out = path.join(folder, name);
  const context = { environment: name, packages, ...KNOWN, ...settings };
  const flags = Object.entries(context).flatMap(([key, value]) => ["--context", `${key}=${value}`]);
  run(`synthesis and cdk-nag of ${name}`, path.join(infra, "node_modules", ".bin", "cdk"), [
    "synth", "--no-notices", "--no-version-reporting", "-q", "--output", out, ...flags,
  ]);
  return out;
}

function templatesOf(out) {
  return readdirSync(out).filter((file) => file.endsWith(".template.json")).map((file) => path.join(out, file));
}

try {
  makePlaceholders();
  for (const environment of SYNTHESISED) {
    const out = synthesise(environment);
    if (!environment.isShape || failed > 0) continue;
    const templates = templatesOf(out).filter((file) => environment.only?.test(file) ?? true);
    run(`cfn-lint of ${environment.name}`, checker("cfn-lint"), ["--", ...templates]);
    const files = templates.flatMap((file) => ["--file", file]);
    run(`checkov of ${environment.name}`, checker("checkov"), [
      "--framework", "cloudformation", "--skip-download", "--quiet", "--compact", "--skip-check", SKIPPED, ...files,
    ]);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(failed === 0 ? 0 : 1);
