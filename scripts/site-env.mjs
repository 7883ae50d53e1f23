#!/usr/bin/env node
// The LEPTOS_* variables that a build of the server and a run of it need, read
// from the cargo-leptos section of Cargo.toml. `node scripts/site-env.mjs`
// prints them as NAME=value lines, for `env $(node scripts/site-env.mjs) …`.
//
// leptos reads LEPTOS_OUTPUT_NAME with `option_env!`, so a cargo call without
// it would compile leptos and all that depends on it a second time.
import { execFileSync } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** What `cargo metadata` says of this workspace's own packages. */
export function cargoMetadata() {
  const output = execFileSync(
    "cargo",
    ["metadata", "--no-deps", "--format-version", "1"],
    { cwd: root, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 },
  );
  return JSON.parse(output);
}

/**
 * @param {{ metadata: any, target_directory: string }} metadata output of `cargo metadata`
 * @returns {Record<string, string>} LEPTOS_* variables; the site root is absolute
 */
export function siteEnvironment(metadata) {
  const [leptos] = metadata.metadata?.leptos ?? [];
  if (!leptos) {
    throw new Error("Cargo.toml has no [[workspace.metadata.leptos]] section");
  }
  return {
    LEPTOS_ENV: "PROD",
    LEPTOS_OUTPUT_NAME: leptos["output-name"] ?? leptos.name,
    LEPTOS_SITE_ROOT: path.resolve(root, leptos["site-root"] ?? "target/site"),
    LEPTOS_SITE_PKG_DIR: leptos["site-pkg-dir"] ?? "pkg",
    LEPTOS_SITE_ADDR: leptos["site-addr"] ?? "127.0.0.1:3000",
    LEPTOS_HASH_FILES: String(leptos["hash-files"] ?? false),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, value] of Object.entries(siteEnvironment(cargoMetadata()))) {
    console.log(`${name}=${value}`);
  }
}
