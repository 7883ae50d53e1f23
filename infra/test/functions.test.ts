import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { mock, test } from "node:test";
import { runInNewContext } from "node:vm";
import { ROOT } from "./synthesis.js";

const file = (...parts: string[]) => path.join(ROOT, "infra", "functions", ...parts);
// The functions are plain JavaScript: what they take and give is looked at here.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
const load = async (...parts: string[]): Promise<any> => import(file(...parts));

const EVENT = { event_id: "evt_1", schema_version: 1, occurred_at: "2026-11-23T10:00:00Z", detail_type: "PriceChanged", detail: { listing_id: "prp_1", version: 2 } };
const inTable = (event: object): object =>
  Object.fromEntries(
    Object.entries(event).map(([name, value]) => [
      name,
      typeof value === "object" ? { M: inTable(value as object) } : typeof value === "number" ? { N: String(value) } : { S: value as string },
    ]),
  );
const record = (sequence: string, event: object, change = "INSERT") => ({
  eventName: change,
  dynamodb: { SequenceNumber: sequence, NewImage: { entity_type: { S: "OutboxEvent" }, event: { M: inTable(event) }, attempts: { N: "0" } } },
});
const quiet = () => mock.method(console, "error", () => undefined);

test("the relay puts events on the bus as docs/events describes them, in order", async () => {
  const { relay } = await load("relay", "logic.mjs");
  const calls: { DetailType: string; Detail: string; Time: Date }[][] = [];
  const putEvents = (entries: never) => (calls.push(entries), Promise.resolve({ Entries: [] }));
  const records = Array.from({ length: 12 }, (_, at) => record(String(at), { ...EVENT, event_id: `evt_${at}` }));
  const answer = await relay({ Records: [record("x", EVENT, "MODIFY"), ...records] }, { bus: "b", putEvents });
  assert.deepEqual(answer, { batchItemFailures: [] });
  assert.deepEqual(calls.map((call) => call.length), [10, 2]);
  const [first] = calls.flat();
  assert.deepEqual([first?.DetailType, JSON.parse(first?.Detail ?? "")], ["PriceChanged", { ...EVENT, event_id: "evt_0" }]);
});

test("the relay goes on from the first event that was refused or can't be read", async (t) => {
  t.after(() => mock.restoreAll());
  quiet();
  const { relay } = await load("relay", "logic.mjs");
  const refuseSecond = (entries: object[]) => Promise.resolve({ Entries: entries.map((_, at) => (at === 1 ? { ErrorCode: "InternalFailure" } : {})) });
  const Records = ["a", "b", "c"].map((sequence) => record(sequence, EVENT));
  assert.deepEqual(await relay({ Records }, { bus: "b", putEvents: refuseSecond }), { batchItemFailures: [{ itemIdentifier: "b" }] });
  const accept = () => Promise.resolve({ Entries: [] });
  const broken = { eventName: "INSERT", dynamodb: { SequenceNumber: "b", NewImage: { entity_type: { S: "OutboxEvent" }, event: { M: {} } } } };
  assert.deepEqual(await relay({ Records: [Records[0], broken, Records[2]] }, { bus: "b", putEvents: accept }), { batchItemFailures: [{ itemIdentifier: "b" }] });
});

test("the archive writes a batch once, by day, and names what alone must come again", async (t) => {
  t.after(() => mock.restoreAll());
  quiet();
  const { archive } = await load("archive-events", "logic.mjs");
  const written = new Map<string, string>();
  const put = (key: string, text: string) => Promise.resolve(written.set(key, text));
  const message = (messageId: string, event: object) => ({ messageId, body: JSON.stringify({ detail: event }) });
  const later = { ...EVENT, event_id: "evt_2", occurred_at: "2026-11-24T00:00:00Z" };
  const batch = { Records: [message("1", EVENT), message("2", later), { messageId: "3", body: "no JSON" }, message("4", EVENT)] };
  assert.deepEqual(await archive(batch, { put }), { batchItemFailures: [{ itemIdentifier: "3" }] });
  assert.deepEqual([...written.keys()].map((key) => key.slice(0, 21)), ["events/day=2026-11-23", "events/day=2026-11-24"]);
  const before = new Map(written);
  await archive(batch, { put });
  assert.deepEqual(written, before);
  const failing = () => Promise.reject(new Error("S3 is away"));
  assert.deepEqual(await archive({ Records: [message("1", EVENT)] }, { put: failing }), { batchItemFailures: [{ itemIdentifier: "1" }] });
});

test("the digest of a form's body is said, and a body cut off is refused", async () => {
  const { handler } = await load("hash-body", "index.mjs");
  const ask = (method: string, body?: object) => handler({ Records: [{ cf: { request: { method, headers: {}, body } } }] });
  const data = Buffer.from("action=sign-in&email=a%40b.example");
  const answer = await ask("POST", { data: data.toString("base64"), encoding: "base64", inputTruncated: false });
  assert.equal(answer.headers["x-amz-content-sha256"][0].value, createHash("sha256").update(data).digest("hex"));
  assert.equal((await ask("POST", { inputTruncated: true })).status, "413");
  assert.deepEqual((await ask("GET")).headers, {});
});

interface EdgeRequest {
  method: string;
  uri: string;
  querystring: Record<string, { value: string; multiValue?: { value: string }[] }>;
  headers: Record<string, { value: string }>;
  cookies: Record<string, { value: string }>;
  statusCode?: number;
}

/** Runs a function of CloudFront's as CloudFront does: alone, by its `handler`. */
function atEdge(name: string, request: Partial<EdgeRequest>): EdgeRequest {
  const event = { context: { requestId: "edge-request-id" }, viewer: { ip: "192.0.2.7" }, request: { method: "GET", uri: "/", querystring: {}, headers: {}, cookies: {}, ...request } };
  const answer: unknown = runInNewContext(`${readFileSync(file("edge", `${name}.js`), "utf8")}\nhandler(event)`, { event });
  // Objects of another context have other prototypes.
  return JSON.parse(JSON.stringify(answer)) as EdgeRequest;
}

test("an address of a page is written one way", () => {
  const { uri, querystring, headers } = atEdge("viewer-request", {
    uri: "//homes",
    querystring: {
      utm_source: { value: "mail" },
      q: { value: "+" },
      in: { value: "sanepa", multiValue: [{ value: "sanepa" }, { value: "bansbari" }, { value: "sanepa" }] },
      beds: { value: "4" },
    },
  });
  assert.equal(uri, "/homes");
  assert.deepEqual(Object.keys(querystring), ["beds", "in"]);
  assert.deepEqual(querystring["in"]?.multiValue, [{ value: "sanepa" }, { value: "bansbari" }]);
  assert.equal(headers["x-request-id"]?.value, "edge-request-id");
});

test("newcomers who read Nepali are led to it, and nobody else", () => {
  const newcomer = { "sec-fetch-site": { value: "none" }, "accept-language": { value: "ne-NP,ne;q=0.9,en;q=0.8" } };
  const asked = atEdge("viewer-request", { headers: newcomer });
  assert.deepEqual([asked.statusCode, asked.headers["location"]?.value], [302, "/ne/"]);
  for (const request of [
    { headers: { ...newcomer, "accept-language": { value: "en,ne;q=0.5" } } },
    { headers: { ...newcomer, "sec-fetch-site": { value: "same-origin" } } },
    { headers: { "accept-language": newcomer["accept-language"] } },
    { headers: newcomer, uri: "/homes" },
    { headers: newcomer, cookies: { "durbar-signed-in": { value: "1" } } },
    { headers: newcomer, method: "HEAD" },
  ]) {
    assert.equal(atEdge("viewer-request", request).statusCode, undefined, JSON.stringify(request));
  }
});

test("objects are asked for without their address's folder, share pictures not at all", () => {
  assert.equal(atEdge("media-request", { uri: "/premium/prp_1/tour/a.avif", querystring: { a: { value: "1" } } }).uri, "/prp_1/tour/a.avif");
  assert.equal(atEdge("media-request", { uri: "/media/pictures/a.avif" }).uri, "/pictures/a.avif");
  assert.equal(atEdge("media-request", { uri: "/media/share/a.jpg" }).statusCode, 404);
});

test("a visitor can't say from where they ask", () => {
  const { headers } = atEdge("private-request", { headers: { "x-durbar-viewer-address": { value: "203.0.113.1" } } });
  assert.equal(headers["x-durbar-viewer-address"]?.value, "192.0.2.7");
});

test("keys of premium media: CloudFront knows each before it signs, and two at most", async () => {
  const { create, rotate, remove } = await load("premium-keys", "logic.mjs");
  const known = new Map<string, string>();
  let group: string[] = [];
  const keys = {
    addPublicKey: (_name: string, reference: string, pem: string) => Promise.resolve((known.set(`K${reference.slice(0, 6)}`, pem), `K${reference.slice(0, 6)}`)),
    publicKey: (id: string) => Promise.resolve(known.get(id)),
    deletePublicKey: (id: string) => Promise.resolve(known.delete(id)),
    createGroup: (_name: string, ids: string[]) => Promise.resolve(((group = ids), "group")),
    groupItems: () => Promise.resolve(group),
    setGroupItems: (_id: string, ids: string[]) => Promise.resolve((group = ids)),
    deleteGroup: () => Promise.resolve((group = [])),
  };
  const made = await create({ name: "n", keys });
  const versions: Record<string, { key_id: string }> = { AWSCURRENT: made.value };
  const secret = {
    read: (stage: string) => Promise.resolve(versions[stage]),
    writePending: (_token: string, value: { key_id: string }) => Promise.resolve((versions["AWSPENDING"] = value)),
    promote: () => Promise.resolve((versions["AWSCURRENT"] = versions["AWSPENDING"] ?? made.value)),
  };
  for (let round = 0; round < 3; round += 1) {
    delete versions["AWSPENDING"];
    const before = versions["AWSCURRENT"]?.key_id;
    for (const Step of ["createSecret", "createSecret", "setSecret", "testSecret", "finishSecret"]) {
      await rotate({ Step, ClientRequestToken: `t${round}` }, { name: "n", group: "group", keys, secret });
    }
    assert.deepEqual(group, [versions["AWSCURRENT"]?.key_id, before]);
    assert.equal(known.size, 2);
  }
  known.set(group[0] ?? "", "another key");
  await assert.rejects(rotate({ Step: "testSecret", ClientRequestToken: "t" }, { name: "n", group: "group", keys, secret }), /another key/);
  await remove({ group: "group", keys });
  assert.equal(known.size, 0);
});

test("an environment goes away in its order, and not before its time", async () => {
  const { expire } = await load("expire", "logic.mjs");
  const status: Record<string, string> = { edge: "UPDATE_COMPLETE", data: "CREATE_COMPLETE", expiry: "CREATE_COMPLETE" };
  let full = 2;
  const aws = {
    status: ({ name }: { name: string }) => Promise.resolve(status[name]),
    deleteStack: ({ name }: { name: string }) => Promise.resolve((status[name] = "DELETE_IN_PROGRESS")),
    empty: () => Promise.resolve((full -= 1) <= 0),
  };
  const stacks = [{ name: "edge" }, { name: "data", holdsBuckets: true }, { name: "expiry" }];
  const at = (hour: number) => expire({ until: new Date("2026-11-24T00:00:00Z"), now: new Date(`2026-11-24T0${hour}:00:00Z`), stacks, buckets: ["b"] }, aws);
  assert.match(await expire({ until: new Date("2026-11-24T00:00:00Z"), now: new Date("2026-11-23T00:00:00Z"), stacks, buckets: ["b"] }, aws), /^lives/);
  assert.deepEqual([await at(1), await at(2)], ["deletes edge", "waits for edge: DELETE_IN_PROGRESS"]);
  delete status["edge"];
  assert.deepEqual([await at(3), await at(4)], ["empties b", "deletes data"]);
  status["data"] = "DELETE_COMPLETE";
  assert.equal(await at(5), "deletes expiry");
});

test("a restored table that lacks items or has others is told from one that is whole", async () => {
  const { compare, Tally } = await load("restore-check", "logic.mjs");
  const tally = (items: object[]) => {
    const counted = new Tally();
    for (const item of items) counted.add(item);
    return counted;
  };
  const item = (at: number, price = 1) => ({ PK: { S: `PROPERTY#${at}` }, entity_type: { S: "Property" }, price: { N: String(price) } });
  const items = Array.from({ length: 2_000 }, (_, at) => item(at));
  const whole = compare(tally(items), tally([...items].reverse()), 0.01);
  assert.deepEqual([whole.passes, whole.kinds[0].identical], [true, true]);
  assert.equal(compare(tally(items), tally(items.slice(30)), 0.01).passes, false);
  const changed = compare(tally(items), tally([item(0, 2), ...items.slice(1)]), 0.01);
  assert.deepEqual([changed.passes, changed.kinds[0].identical], [true, false]);
  assert.equal(compare(tally(items), tally([]), 0.01).passes, false);
});
