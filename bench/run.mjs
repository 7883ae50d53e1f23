#!/usr/bin/env node
// Measures what the README promises and prints one line of JSON a figure:
// {"name":…,"value":…,"goal":…,"better":"higher"|"lower"}. Needs the release
// build (`make bench` makes it). Everything runs on this machine, so ratios
// within a run mean more than milliseconds of one. The lines are also kept in
// bench/results/latest.jsonl. `node bench/run.mjs page_weight` measures only
// the groups named.
import { appendFile, mkdir, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { root } from "../scripts/site-env.mjs";
import { measureAlerts } from "./alerts.mjs";
import { measureImports } from "./imports.mjs";
import { measureListing } from "./listing.mjs";
import { measureMarket } from "./market.mjs";
import { measurePictures } from "./pictures.mjs";
import { measureScale } from "./scale.mjs";
import { measureSigning } from "./signing.mjs";
import { emptyAppWeight, firstVisitWeight } from "./weight.mjs";
import { withServer } from "./with-server.mjs";

const GROUPS = {
  market: measureMarket,
  listing: measureListing,
  search: measureScale,
  alerts: measureAlerts,
  imports: measureImports,
  page_weight: measureWeight,
  signing: measureSigning,
  pictures: measurePictures,
};

async function* measureWeight(folder) {
  const empty = emptyAppWeight();
  const ours = await withServer({ folder, name: "demo" }, ({ origin }) =>
    firstVisitWeight(`${origin}/homes`),
  );
  yield { name: "page_weight_vs_empty", value: ours / empty, goal: 1.6, better: "lower" };
  yield { name: "page_weight_kb", value: ours / 1000, goal: 1.6 * (empty / 1000), better: "lower" };
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in GROUPS));
if (unknown.length > 0) {
  console.error(`no such group: ${unknown.join(", ")}; there are ${Object.keys(GROUPS).join(", ")}`);
  process.exit(2);
}

const results = path.join(root, "bench", "results");
await mkdir(results, { recursive: true });
const kept = path.join(results, "latest.jsonl");
await rm(kept, { force: true });
const folder = await mkdtemp(path.join(os.tmpdir(), "durbar-bench-"));
try {
  for (const name of wanted.length > 0 ? wanted : Object.keys(GROUPS)) {
    for await (const figure of GROUPS[name](folder)) {
      const line = JSON.stringify({ ...figure, value: Number(figure.value.toPrecision(4)) });
      console.log(line);
      await appendFile(kept, `${line}\n`);
    }
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
