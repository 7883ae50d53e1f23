import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { chart } from "./chart.js";
import { document, table } from "./markdown.js";
import { COST_FOLDER } from "./usage.js";

/** What is written into docs, by its path there. */
export const WRITTEN: Readonly<Record<string, () => string>> = {
  "cost.md": document,
  "pictures/cost.svg": chart,
};

export const DOCS = path.resolve(COST_FOLDER, "..", "..", "docs");

// `npm run cost` prints the table; `npm run cost -- --write` writes docs/cost.md and its chart.
if (process.argv[1] === import.meta.filename) {
  if (process.argv.includes("--write")) {
    for (const [name, make] of Object.entries(WRITTEN)) {
      mkdirSync(path.dirname(path.join(DOCS, name)), { recursive: true });
      writeFileSync(path.join(DOCS, name), make());
    }
  } else {
    console.log(table());
  }
}
