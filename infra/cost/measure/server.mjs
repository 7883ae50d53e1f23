// The server as it runs in AWS, on an embedded table whose calls are counted: what pages cost it.
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { processorSeconds, residentMegabytes } from "../../../bench/process.mjs";
import { serverBinary, serverEnvironment, startServer } from "../../../scripts/server.mjs";
import { root } from "../../../scripts/site-env.mjs";
import { embeddedTable, emptyObjects, meterTable } from "./table-meter.mjs";

/** How often a page is asked for: processor time is told in hundredths of a second. */
const ROUNDS = 200;
/** How long a server has to build its index and to catch up on events (ms). */
const SETTLE = 30_000;
/** How long a server is watched that nobody asks for anything (ms). */
const IDLE = 120_000;
/** Longer than the server waits before it writes views down (ms). */
const VIEWS_ARE_WRITTEN = 15_000;

/** Credentials that the embedded table doesn't verify. */
const VARIABLES = { AWS_ACCESS_KEY_ID: "measure", AWS_SECRET_ACCESS_KEY: "measure", AWS_EC2_METADATA_DISABLED: "true" };
/** What AWS mode asks for, and no page of those measured uses. */
const POOL = ["--user-pool-id", "ap-south-1_AbCdEfGhI", "--user-pool-client-id", "abcdefghijklmnopqrstuvwxyz"];
const BUCKETS = ["raw-uploads", "public-media", "premium-media", "private-papers", "audit"];

/**
 * @param {string} folder scratch folder
 * @param {{ page: string, path: string }[]} pages
 * @param {string[]} homes identifiers of homes, whose views are counted
 */
export async function measureServer(folder, pages, homes) {
  const keeper = await startServer({ dataFolder: path.join(folder, "table"), logFile: path.join(folder, "table.log"), flags: [] });
  const objects = await emptyObjects();
  const meter = await meterTable(await embeddedTable(keeper.pid));
  const mode = [
    ...["--mode", "aws", "--aws-region", "ap-south-1", "--table", "durbar"],
    ...["--table-endpoint", meter.address, "--objects-endpoint", objects.address],
    ...BUCKETS.flatMap((name) => [`--${name}-bucket`, name]),
  ];
  try {
    const seeding = await seed(mode, meter);
    const stored = await meter.stored();
    const logFile = path.join(folder, "server.log");
    // Each page made anew: what the edge keeps doesn't reach the server at all.
    const flags = [...mode, ...POOL, "--page-cache-mb", "0"];
    const begin = () => startServer({ dataFolder: path.join(folder, "server"), logFile, variables: VARIABLES, flags });
    // The first one hands on the events of seeding, which are not a start's.
    const first = await begin();
    await pause(SETTLE);
    await first.stop();
    meter.take();
    const startedAt = performance.now();
    const server = await begin();
    try {
      await pause(SETTLE);
      const start = { seconds: (performance.now() - startedAt) / 1000, processorMs: 1000 * processorSeconds(server.pid), table: meter.take() };
      const idle = await watch(server, meter, () => pause(IDLE));
      const made = [];
      for (const { page, path: address } of pages) {
        let edgeSeconds;
        const used = await watch(server, meter, async () => {
          edgeSeconds = await askOften(server.origin + address);
        });
        made.push({ page, edgeSeconds, ...without(idle, used, ROUNDS) });
      }
      const view = await watch(server, meter, async () => {
        for (let round = 0; round < ROUNDS; round += 1) await tellOfView(server.origin, homes[round % homes.length], round);
        await pause(VIEWS_ARE_WRITTEN);
      });
      const memory = residentMegabytes(server.pid);
      return {
        start: without(idle, start),
        idle: perHour(idle),
        pages: made,
        view: without(idle, view, ROUNDS),
        residentMb: memory,
        seeding,
        stored,
        log: logLines(logFile),
      };
    } finally {
      await server.stop();
    }
  } finally {
    meter.stop();
    objects.stop();
    await keeper.stop();
  }
}

async function seed(mode, meter) {
  meter.take();
  const flags = ["seed", "--seed-dir", path.join(root, "seed"), ...mode];
  const { stdout } = await promisify(execFile)(serverBinary(), flags, { env: { ...serverEnvironment(), ...VARIABLES } });
  const { listings } = stdout.split("\n").filter(Boolean).map((line) => JSON.parse(line)).find(({ message }) => message === "seeded");
  return { homes: listings, table: meter.take() };
}

/** What a server and its table did while `work` went on. */
async function watch({ pid }, meter, work) {
  meter.take();
  const [started, before] = [performance.now(), processorSeconds(pid)];
  await work();
  const [seconds, processor] = [(performance.now() - started) / 1000, processorSeconds(pid) - before];
  return { seconds, processorMs: processor * 1000, table: meter.take() };
}

/** One of so many rounds, without what the server does by itself in that time. */
function without(idle, used, rounds = 1) {
  const own = (all, alone) => (all - (alone * used.seconds) / idle.seconds) / rounds;
  const table = Object.fromEntries(Object.entries(used.table).map(([name, value]) => [name, own(value, idle.table[name])]));
  return { processorMs: own(used.processorMs, idle.processorMs), table };
}

function perHour({ seconds, processorMs, table }) {
  const hourly = (value) => (value * 3600) / seconds;
  return { processorMs: hourly(processorMs), table: Object.fromEntries(Object.entries(table).map(([name, value]) => [name, hourly(value)])) };
}

/** Asks for a page again and again; gives back for how many seconds the edge may keep it. */
async function askOften(address) {
  let caching = "";
  for (let round = 0; round < ROUNDS; round += 1) {
    const answer = await fetch(address, { headers: { "accept-encoding": "br" } });
    await answer.arrayBuffer();
    if (answer.status !== 200) throw new Error(`${address} answered ${answer.status}`);
    caching = answer.headers.get("cache-control") ?? "";
  }
  return Number(/s-maxage=(\d+)/.exec(caching)?.[1] ?? 0);
}

async function tellOfView(origin, home, round) {
  // Another visitor each time, or views would be taken for repeated ones.
  const headers = { "sec-fetch-site": "same-origin", origin, "user-agent": `Mozilla/5.0 (Linux; Android 14) visitor/${round}` };
  const { status } = await fetch(`${origin}/api/seen`, { method: "POST", headers, body: home });
  if (status !== 204) throw new Error(`a view was answered ${status}`);
}

/** How long the line is that a request leaves in the log (bytes). */
function logLines(file) {
  const lines = readFileSync(file, "utf8").split("\n").filter((line) => line.includes('"message":"request"'));
  return { bytesPerRequest: lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0) / lines.length };
}
