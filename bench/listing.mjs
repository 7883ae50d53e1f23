// A listing page against the same bytes from the same server's memory.
//
// The static side is an object under /media, which the server keeps in memory:
// same process, same middleware, same number of bytes. Client and server share
// the machine, so requests a second would mostly measure the client; what is
// compared is requests per second of the server's own processor time.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { get, hammer } from "./load.mjs";
import { processorSeconds } from "./process.mjs";
import { median } from "./statistics.mjs";
import { seededFolder, withServer } from "./with-server.mjs";

const ROUNDS = 3;
const SECONDS = 4;
const CONNECTIONS = 32;
const STATIC_KEY = "bench/same-bytes.jpg";

/** Yields `listing_cached_vs_static` and `listing_uncached_vs_static`. */
export async function* measureListing(folder) {
  const { page, body } = await withServer({ folder, name: "demo" }, async ({ origin }) => {
    const page = await firstListing(origin);
    return { page, body: (await get(origin + page)).body };
  });
  placeObject(seededFolder(folder, "demo"), body);

  const cached = await withServer({ folder, name: "demo" }, (server) => ratio(server, page));
  yield { name: "listing_cached_vs_static", value: cached, goal: 0.8, better: "higher" };

  const flags = ["--page-cache-mb", "0"];
  const uncached = await withServer({ folder, name: "demo", flags }, (server) => ratio(server, page));
  yield { name: "listing_uncached_vs_static", value: uncached, goal: 0.05, better: "higher" };
}

async function firstListing(origin) {
  const response = await fetch(`${origin}/homes`);
  const link = /href="(\/homes\/[a-z0-9_-]+)"/.exec(await response.text())?.[1];
  if (!link) throw new Error("the search page links to no listing");
  return link;
}

/** Puts the page's bytes among the public media, as s3s-fs lays them out. */
function placeObject(dataFolder, body) {
  const file = path.join(dataFolder, "objects", "public-media", STATIC_KEY);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, body);
}

async function ratio(server, page) {
  const ratios = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const fixed = await perProcessorSecond(server, `/media/${STATIC_KEY}`);
    const rendered = await perProcessorSecond(server, page);
    ratios.push(rendered / fixed);
  }
  return median(ratios);
}

async function perProcessorSecond({ origin, pid }, path) {
  await get(origin + path); // fills whatever cache there is
  const before = processorSeconds(pid);
  const { requests } = await hammer({ origin, path, seconds: SECONDS, connections: CONNECTIONS });
  return requests / (processorSeconds(pid) - before);
}
