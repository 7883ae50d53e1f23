// Search through HTTP over synthetic markets of two sizes.
import { oneByOne, steady } from "./load.mjs";
import { residentMegabytes } from "./process.mjs";
import { searchPaths } from "./queries.mjs";
import { median, percentile } from "./statistics.mjs";
import { withServer } from "./with-server.mjs";

const LARGE = 100_000;
const SMALL = 1_000;
const PER_SECOND = 50;
/** Searches at the steady rate: 20 s of them. */
const STEADY = 1_000;
/** Searches one by one, for the growth with size. */
const SINGLE = 200;
/** How long the index of the large market may take to be built (ms). */
const INDEX_LIMIT = 180_000;

/** Yields `search_100k_p99_ms`, `search_growth` and `rss_100k_mb`. */
export async function* measureScale(folder) {
  const large = await withServer({ folder, name: "large", scale: LARGE }, async ({ origin, pid }) => {
    await untilTextSearch(origin);
    await oneByOne({ origin, paths: searchPaths(SINGLE, 1) });
    const single = await oneByOne({ origin, paths: searchPaths(SINGLE, 2) });
    const times = await steady({ origin, paths: searchPaths(STEADY, 3), perSecond: PER_SECOND });
    return { single, times, megabytes: residentMegabytes(pid) };
  });
  yield {
    name: "search_100k_p99_ms",
    value: percentile(large.times, 0.99),
    goal: 25,
    better: "lower",
  };

  const small = await withServer({ folder, name: "small", scale: SMALL }, async ({ origin }) => {
    await untilTextSearch(origin);
    await oneByOne({ origin, paths: searchPaths(SINGLE, 1) });
    return oneByOne({ origin, paths: searchPaths(SINGLE, 2) });
  });
  yield {
    name: "search_growth",
    value: median(large.single) / median(small),
    goal: 4,
    better: "lower",
  };
  yield { name: "rss_100k_mb", value: large.megabytes, goal: 700, better: "lower" };
}

/** The page says while text search is limited; the figures are about the index. */
async function untilTextSearch(origin) {
  const deadline = Date.now() + INDEX_LIMIT;
  while (Date.now() < deadline) {
    const { text_index: state } = await (await fetch(`${origin}/readyz`)).json();
    if (state === "ready") return;
    await new Promise((resume) => setTimeout(resume, 200));
  }
  throw new Error(`the text index was not ready in ${INDEX_LIMIT / 1000} s`);
}
