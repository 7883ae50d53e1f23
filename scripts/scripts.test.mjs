import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, utimes, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { brotliDecompressSync } from "node:zlib";
import { allowedLicences, satisfies } from "./check-licences.mjs";
import { precompress } from "./precompress.mjs";
import { siteEnvironment } from "./site-env.mjs";
import { closingLine, summarise } from "./summary.mjs";

const CARGO_LOG = [
  "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.1s",
  "\u001b[31mtest result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured\u001b[0m",
  "ℹ pass 5",
  "ℹ fail 0",
].join("\n");

test("the summary adds up all runners", () => {
  const journeys = { stats: { expected: 20, unexpected: 1, flaky: 1, skipped: 4 }, errors: [{}] };
  assert.deepEqual(summarise(CARGO_LOG, journeys, 1), {
    passed: 41,
    failed: 4,
    skipped: 5,
    flaky: 1,
  });
});

test("the summary never calls a failed run clean", () => {
  assert.deepEqual(summarise("error: could not compile", undefined, 2), {
    passed: 0,
    failed: 1,
    skipped: 0,
    flaky: 0,
  });
  const clean = { passed: 7, failed: 0, skipped: 0, flaky: 0 };
  assert.equal(closingLine(clean), "7 passed, 0 failed");
  assert.equal(
    closingLine({ ...clean, failed: 1, skipped: 2, flaky: 3 }),
    "7 passed, 1 failed, 2 skipped, 3 flaky",
  );
});

test("licence expressions are met as SPDX says", () => {
  const allowed = new Set(["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception"]);
  for (const good of [
    "MIT",
    "MIT/Apache-2.0",
    "GPL-3.0 OR MIT",
    "(GPL-3.0 OR MIT) AND Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
  ]) {
    assert.equal(satisfies(good, allowed), true, good);
  }
  for (const bad of ["GPL-3.0", "MIT AND GPL-3.0", "MIT WITH Odd-exception", "GPL-3.0 OR (MIT AND X)"]) {
    assert.equal(satisfies(bad, allowed), false, bad);
  }
  assert.throws(() => satisfies("(MIT", allowed));
  assert.throws(() => satisfies("MIT MIT", allowed));
});

test("the allow list is read from deny.toml's own section", () => {
  const text = '[bans]\nallow = ["x"]\n[licenses]\n# why\nallow = [\n "MIT",\n "ISC",\n]\n';
  assert.deepEqual([...allowedLicences(text)], ["MIT", "ISC"]);
  assert.throws(() => allowedLicences("[bans]\nallow = []\n"));
});

test("the site's variables come from the workspace, with an absolute root", () => {
  const leptos = [{ name: "durbar", "output-name": "durbar", "hash-files": true }];
  const variables = siteEnvironment({ metadata: { leptos } });
  assert.equal(variables.LEPTOS_HASH_FILES, "true");
  assert.equal(variables.LEPTOS_OUTPUT_NAME, "durbar");
  assert.ok(path.isAbsolute(variables.LEPTOS_SITE_ROOT));
  assert.throws(() => siteEnvironment({ metadata: null }));
});

test("precompress writes once, rewrites what changed and drops orphans", async (t) => {
  const folder = await mkdtemp(path.join(os.tmpdir(), "durbar-precompress-"));
  t.after(() => rm(folder, { recursive: true }));
  const style = path.join(folder, "a.css");
  await writeFile(style, "p { margin: 0 }".repeat(100));
  await writeFile(path.join(folder, "a.woff2"), "font");
  await writeFile(path.join(folder, "gone.js.br"), "old");

  assert.deepEqual(await precompress(folder), { written: 1, removed: 1, kept: 0 });
  assert.deepEqual(await precompress(folder), { written: 0, removed: 0, kept: 1 });
  await writeFile(style, "p { margin: 1px }");
  const later = new Date(Date.now() + 5000);
  await utimes(style, later, later);
  assert.deepEqual(await precompress(folder), { written: 1, removed: 0, kept: 0 });
  const unpacked = brotliDecompressSync(await readFile(`${style}.br`)).toString();
  assert.equal(unpacked, "p { margin: 1px }");
});
