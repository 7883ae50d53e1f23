import assert from "node:assert/strict";
import http from "node:http";
import { test } from "node:test";
import { get, hammer, oneByOne, steady } from "./load.mjs";
import { processorSeconds, residentMegabytes } from "./process.mjs";
import { searchPaths } from "./queries.mjs";
import { median, percentile, randomFrom } from "./statistics.mjs";
import { profileSections } from "./weight.mjs";

/** Serves `answer` on loopback until the test ends; gives the origin. */
async function serve(t, answer) {
  const server = http.createServer(answer);
  await new Promise((resume) => server.listen(0, "127.0.0.1", resume));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${server.address().port}`;
}

test("percentiles are nearest ranks", () => {
  const numbers = Array.from({ length: 100 }, (_, index) => 100 - index);
  assert.equal(percentile(numbers, 0.99), 99);
  assert.equal(percentile(numbers, 1), 100);
  assert.equal(median([3, 1, 2]), 2);
  assert.throws(() => percentile([], 0.5));
});

test("random numbers repeat for a seed and stay in range", () => {
  const [one, two] = [randomFrom(7), randomFrom(7)];
  for (let count = 0; count < 1000; count += 1) {
    const number = one();
    assert.equal(number, two());
    assert.ok(number >= 0 && number < 1);
  }
});

test("searches are the same for a seed, differ within it and stay in the valley", () => {
  const paths = searchPaths(500, 1);
  assert.deepEqual(paths, searchPaths(500, 1));
  assert.equal(new Set(paths).size, 500);
  for (const path of paths) {
    const query = new URL(path, "http://localhost").searchParams;
    const [south, west, north, east] = query.get("box").split(",").map(Number);
    assert.ok(27.5 < south && south < north && north < 27.9, path);
    assert.ok(85.2 < west && west < east && east < 85.5, path);
  }
});

test("hammer counts whole answers, in pieces too", async (t) => {
  let answered = 0;
  const body = Buffer.alloc(300_000, "x");
  const origin = await serve(t, (request, response) => {
    answered += 1;
    response.writeHead(200, { "content-length": body.length });
    response.write(body.subarray(0, 100_000));
    response.end(body.subarray(100_000));
  });
  const { requests, bodyBytes } = await hammer({ origin, path: "/", seconds: 0.2, connections: 4 });
  assert.equal(bodyBytes, body.length);
  assert.ok(requests >= 4);
  assert.equal(requests, answered);
});

test("hammer stops at an answer that is not the page", async (t) => {
  const origin = await serve(t, (request, response) => {
    response.writeHead(404, { "content-length": 0 }).end();
  });
  await assert.rejects(hammer({ origin, path: "/", seconds: 1, connections: 1 }), /404/);
});

test("steady and one-by-one time every path and refuse errors", async (t) => {
  const seen = [];
  const origin = await serve(t, (request, response) => {
    seen.push(request.url);
    response.writeHead(request.url === "/bad" ? 500 : 200).end("ok");
  });
  assert.equal((await steady({ origin, paths: ["/a", "/b"], perSecond: 100 })).length, 2);
  assert.equal((await oneByOne({ origin, paths: ["/c"] })).length, 1);
  assert.deepEqual(seen.toSorted(), ["/a", "/b", "/c"]);
  await assert.rejects(get(`${origin}/bad`), /500/);
});

test("the process's own figures are read", () => {
  assert.ok(residentMegabytes(process.pid) > 10);
  const before = processorSeconds(process.pid);
  let sum = 0;
  while (processorSeconds(process.pid) - before < 0.02) sum += 1;
  assert.ok(sum > 0);
});

test("only the profiles are taken from a manifest", () => {
  const manifest = '[workspace]\nmembers = []\n\n[profile.release]\nlto = "off"\n\n[lints]\nx = 1\n[profile.small]\ninherits = "release"\n';
  assert.equal(
    profileSections(manifest).replaceAll(/\n+/g, "\n"),
    '[profile.release]\nlto = "off"\n[profile.small]\ninherits = "release"\n',
  );
});
