#!/usr/bin/env node
// The last line of a CI run, 'N passed, N failed', counted from what the
// runners said themselves: cargo test's and node's lines in the log, and
// Playwright's JSON.
// Usage: node scripts/summary.mjs LOG RESULTS_JSON EXIT_CODE
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
const ANSI_COLOUR = /\u001b\[[0-9;]*m/g;

/**
 * @param {string} log what the run printed
 * @param {object | undefined} journeys Playwright's JSON report, if it was written
 * @param {number} exitCode of the whole run
 * @returns {{ passed: number, failed: number, skipped: number, flaky: number }}
 */
export function summarise(log, journeys, exitCode) {
  const plain = log.replaceAll(ANSI_COLOUR, "");
  const cargo = [
    ...plain.matchAll(/^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored/gm),
  ].map((match) => match.slice(1).map(Number));
  const node = (word) =>
    [...plain.matchAll(new RegExp(`^(?:ℹ|#) ${word} (\\d+)$`, "gm"))].map((match) => Number(match[1]));
  const stats = journeys?.stats ?? { expected: 0, unexpected: 0, flaky: 0, skipped: 0 };

  const passed = sum(cargo.map(([ok]) => ok)) + sum(node("pass")) + stats.expected + stats.flaky;
  const skipped = sum(cargo.map(([, , ignored]) => ignored)) + sum(node("skipped")) + stats.skipped;
  const failed =
    sum(cargo.map(([, bad]) => bad)) +
    sum(node("fail")) +
    stats.unexpected +
    (journeys?.errors?.length ?? 0);
  // A lint, a compile or a runner that broke is a failure though no test says so.
  return { passed, failed: exitCode !== 0 && failed === 0 ? 1 : failed, skipped, flaky: stats.flaky };
}

/**
 * The line that CI reads. Skipped tests, and journeys that passed only when asked again, are
 * named where there are some.
 */
export function closingLine({ passed, failed, skipped, flaky }) {
  const parts = [`${passed} passed`, `${failed} failed`];
  if (skipped > 0) parts.push(`${skipped} skipped`);
  if (flaky > 0) parts.push(`${flaky} flaky`);
  return parts.join(", ");
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [log, results, exitCode] = process.argv.slice(2);
  const summary = summarise(readFileSync(log, "utf8"), readJson(results), Number(exitCode));
  console.log(closingLine(summary));
}
