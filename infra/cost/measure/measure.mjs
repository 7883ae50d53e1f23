#!/usr/bin/env node
// Measures what the model of costs needs of the product and writes it to infra/cost/usage.json:
// `npm run cost:measure` in infra, after `make build`. Linux; takes some five minutes.
import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { startServer } from "../../../scripts/server.mjs";
import { root } from "../../../scripts/site-env.mjs";
import { measureServer } from "./server.mjs";
import { PHONE, visit } from "./visit.mjs";

const folder = await mkdtemp(path.join(os.tmpdir(), "durbar-cost-"));
try {
  const { visits, homes } = await measureVisit();
  const pages = visits.filter(({ page }, at) => visits.findIndex((it) => it.page === page) === at);
  const server = await measureServer(folder, pages, homes);
  const usage = {
    measured: new Date().toISOString().slice(0, 10),
    commit: execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: root, encoding: "utf8" }).trim(),
    command: "npm run cost:measure",
    processor: os.cpus()[0]?.model ?? "unknown",
    phone: PHONE,
    visit: visits,
    server,
  };
  const file = path.join(root, "infra", "cost", "usage.json");
  await writeFile(file, `${JSON.stringify(usage, rounded, 2)}\n`);
  console.error(`written to ${path.relative(root, file)}: now \`npm run cost -- --write\``);
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** A visit of the demo market: the front page, a search, three homes. */
async function measureVisit() {
  const flags = ["--seed-when-empty", "--seed-dir", path.join(root, "seed")];
  const server = await startServer({ dataFolder: path.join(folder, "market"), logFile: path.join(folder, "market.log"), flags });
  try {
    const search = await (await fetch(`${server.origin}/homes`)).text();
    const links = [...new Set([...search.matchAll(/href="(\/homes\/[a-z0-9-]+-(prp_[a-z0-9]+))"/g)].map(([, link]) => link))];
    const homes = links.map((link) => link.slice(link.lastIndexOf("prp_")));
    const pages = [{ page: "front", path: "/" }, { page: "search", path: "/homes" }];
    pages.push(...links.slice(0, 3).map((link) => ({ page: "home", path: link })));
    return { visits: await visit(server.origin, pages), homes };
  } finally {
    await server.stop();
  }
}

/** Two digits behind the point: no figure is more exact. */
function rounded(_name, value) {
  return typeof value === "number" ? Math.round(value * 100) / 100 : value;
}
