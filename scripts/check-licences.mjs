#!/usr/bin/env node
// Fails when a crate in Cargo.lock is under a licence that deny.toml does not
// allow. The same list as cargo-deny's, without its compile or its downloads.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "./site-env.mjs";

/**
 * @param {string} text deny.toml
 * @returns {Set<string>} SPDX names in `[licenses] allow`
 */
export function allowedLicences(text) {
  const list = /^\[licenses\][^[]*?^allow\s*=\s*\[([^\]]*)\]/ms.exec(text)?.[1];
  if (list === undefined) throw new Error("deny.toml has no [licenses] allow list");
  return new Set([...list.matchAll(/"([^"]+)"/g)].map((match) => match[1]));
}

/**
 * Can one meet an SPDX expression with the allowed licences alone? Knows AND,
 * OR, WITH, parentheses, and the old '/' for OR.
 *
 * @param {string} expression such as `(MIT OR Apache-2.0) AND Unicode-3.0`
 * @param {Set<string>} allowed SPDX names, exceptions written as `X WITH Y`
 */
export function satisfies(expression, allowed) {
  const tokens = expression.replaceAll("/", " OR ").match(/[()]|[^\s()]+/g) ?? [];
  let at = 0;
  const take = (word) => tokens[at] === word && ++at > 0;

  function anyOf() {
    let result = allOf();
    while (take("OR")) result = allOf() || result;
    return result;
  }
  function allOf() {
    let result = one();
    while (take("AND")) result = one() && result;
    return result;
  }
  function one() {
    if (take("(")) {
      const inner = anyOf();
      if (!take(")")) throw new Error(`unbalanced licence expression: ${expression}`);
      return inner;
    }
    const name = tokens[at++];
    if (name === undefined) throw new Error(`unfinished licence expression: ${expression}`);
    return take("WITH") ? allowed.has(`${name} WITH ${tokens[at++]}`) : allowed.has(name);
  }

  const result = anyOf();
  if (at !== tokens.length) throw new Error(`cannot read licence expression: ${expression}`);
  return result;
}

function main() {
  const allowed = allowedLicences(readFileSync(path.join(root, "deny.toml"), "utf8"));
  const { packages } = JSON.parse(
    execFileSync("cargo", ["metadata", "--format-version", "1"], {
      cwd: root,
      encoding: "utf8",
      maxBuffer: 256 * 1024 * 1024,
    }),
  );
  const refused = packages.filter(({ license }) => !license || !satisfies(license, allowed));
  for (const { name, version, license } of refused) {
    console.error(`licence not allowed: ${name} ${version}: ${license ?? "none named"}`);
  }
  if (refused.length > 0) process.exit(1);
  console.error(`licences of ${packages.length} packages are allowed`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
