// Start and memory of a server with the demo market.
import { get } from "./load.mjs";
import { residentMegabytes } from "./process.mjs";
import { seededFolder, withServer } from "./with-server.mjs";

/** How long a server is left alone before its memory is read (ms). */
const IDLE = 5000;

/** Yields `start_s` and `rss_mb`. */
export async function* measureMarket(folder) {
  seededFolder(folder, "demo");
  const from = performance.now();
  const figures = await withServer({ folder, name: "demo" }, async ({ origin, pid }) => {
    await get(`${origin}/`);
    const seconds = (performance.now() - from) / 1000;
    await new Promise((resume) => setTimeout(resume, IDLE));
    return { seconds, megabytes: residentMegabytes(pid) };
  });
  yield { name: "start_s", value: figures.seconds, goal: 1, better: "lower" };
  yield { name: "rss_mb", value: figures.megabytes, goal: 150, better: "lower" };
}
