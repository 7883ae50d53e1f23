// Our signer of premium media against AWS's own, over random policies. Needs
// the example `sign` of durbar-platform, which `cargo test` builds: `make unit`
// runs this after it.
import { getSignedCookies, getSignedUrl } from "@aws-sdk/cloudfront-signer";
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import { existsSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { before, test } from "node:test";
import { randomFrom } from "../bench/statistics.mjs";
import { cargoMetadata } from "./site-env.mjs";

const POLICIES = 1_000;
const NOW = 1_800_000_000;
const VISITOR = "203.0.113.7";

/** Private keys in the four forms that openssl writes. */
const KEYS = [
  ["KRSA1", "rsa", { modulusLength: 2048 }, "pkcs1"],
  ["KRSA8", "rsa", { modulusLength: 2048 }, "pkcs8"],
  ["KEC1", "ec", { namedCurve: "P-256" }, "sec1"],
  ["KEC8", "ec", { namedCurve: "P-256" }, "pkcs8"],
].map(([id, kind, options, type]) => {
  const { privateKey } = generateKeyPairSync(kind, options);
  return { id, kind, pem: privateKey.export({ type, format: "pem" }) };
});

/** A stream of random decisions that repeats for a seed. */
function chance(seed) {
  const random = randomFrom(seed);
  const below = (count) => Math.floor(random() * count);
  const one = (list) => list[below(list.length)];
  return { below, one, yes: () => random() < 0.5 };
}

const CHARACTERS = [..."abcXYZ0189-_.~!*'()@:,;$+ %é घ🏠\"\\<>{}|^`[]#"];

function word({ below, one }, characters = CHARACTERS) {
  return Array.from({ length: 1 + below(8) }, () => one(characters)).join("");
}

/** An address as people write it: what should be escaped often isn't, or is already. */
function randomUrl(random) {
  const host = random.one(["https://d111111abcdef8.cloudfront.net", "http://127.0.0.1:3000"]);
  const escaped = ["%20", "%E0%A4%98", "%2F", "%zz", "%C3"];
  const part = () => (random.below(5) === 0 ? random.one(escaped) : word(random));
  const folders = Array.from({ length: 1 + random.below(4) }, part);
  const query = Array.from({ length: random.below(3) }, () => `${part()}=${part()}`);
  return `${host}/${folders.join("/")}${query.length > 0 ? `?${query.join("&")}` : ""}`;
}

function randomPolicy(seed) {
  const random = chance(seed);
  const expires = NOW + 1 + random.below(100_000);
  const begins = random.yes() ? NOW - 1 - random.below(100_000) : undefined;
  const bits = random.one(["", "/32", "/24", "/9", "/0"]);
  const onlyFrom = random.yes() ? `${VISITOR}${bits}` : undefined;
  return { key: KEYS[seed % KEYS.length], url: randomUrl(random), expires, begins, onlyFrom };
}

const epochTime = (seconds) => ({ "AWS:EpochTime": seconds });

/** The text of a policy for what `resource` matches. */
function policyText(resource, { expires, begins, onlyFrom }) {
  const condition = { DateLessThan: epochTime(expires) };
  if (begins) condition.DateGreaterThan = epochTime(begins);
  if (onlyFrom) {
    const cidr = onlyFrom.includes("/") ? onlyFrom : `${onlyFrom}/32`;
    condition.IpAddress = { "AWS:SourceIp": cidr };
  }
  return JSON.stringify({ Statement: [{ Resource: resource, Condition: condition }] });
}

/** Runs tasks through our signer; gives an answer for each. */
async function ours(tasks) {
  const program = path.join(cargoMetadata().target_directory, "release", "examples", "sign");
  assert.ok(existsSync(program), `${program} is missing: run \`make unit\``);
  const child = spawn(program, { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(tasks.map((task) => `${JSON.stringify(task)}\n`).join(""));
  const answers = [];
  for await (const line of createInterface({ input: child.stdout })) answers.push(JSON.parse(line));
  assert.equal(answers.length, tasks.length, "our signer answers every task");
  return answers;
}

const keyOf = ({ id, pem }) => ({ id, pem });
const credentials = ({ id, pem }) => ({ keyPairId: id, privateKey: pem, algorithm: "SHA256" });
const plain = (text) => Buffer.from(
  text.replaceAll("-", "+").replaceAll("_", "=").replaceAll("~", "/"),
  "base64",
);

/** Equal byte for byte; of ECDSA all but the signature, which is random and must verify. */
function assertSame(mine, theirs, signatures, key, policy) {
  if (key.kind === "rsa") {
    assert.equal(mine, theirs);
    return;
  }
  const [mySignature, theirSignature] = signatures;
  assert.equal(mine.replace(mySignature, "…"), theirs.replace(theirSignature, "…"));
  for (const signature of signatures) {
    const isValid = verify("sha256", Buffer.from(policy), createPublicKey(key.pem), plain(signature));
    assert.ok(isValid, `a signature of ${policy}`);
  }
}

const signatureIn = (url) => /[?&]Signature=([^&]*)/.exec(url)[1];
const cookieText = (cookies) =>
  Object.entries(cookies)
    .toSorted(([one], [two]) => (one < two ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join("; ");

const cases = Array.from({ length: POLICIES }, (_, seed) => randomPolicy(seed));
let theirUrls;

before(() => {
  theirUrls = cases.map(({ key, url, expires, begins, onlyFrom }) =>
    getSignedUrl({
      ...credentials(key),
      url,
      dateLessThan: expires * 1000,
      dateGreaterThan: begins && begins * 1000,
      ipAddress: onlyFrom,
    }),
  );
});

test(`${POLICIES} random policies make the same signed addresses`, async () => {
  const answers = await ours(
    cases.map(({ key, url, expires, begins, onlyFrom }) => ({
      key: keyOf(key),
      policy: { canned: url, expires, begins, only_from: onlyFrom },
      url,
    })),
  );
  for (const [at, { url, json }] of answers.entries()) {
    const signatures = [signatureIn(url), signatureIn(theirUrls[at])];
    assertSame(url, theirUrls[at], signatures, cases[at].key, json);
  }
});

test(`${POLICIES} random policies with wildcards make the same addresses and cookies`, async () => {
  const wildcards = cases.map(({ url, ...others }) => {
    const folder = url.slice(0, url.indexOf("/", "https://".length) + 1);
    return { ...others, url, resource: `${folder}*` };
  });
  const answers = await ours(
    wildcards.map(({ key, url, resource, expires, begins, onlyFrom }) => ({
      key: keyOf(key),
      policy: { custom: resource, expires, begins, only_from: onlyFrom },
      url,
      cookies: true,
    })),
  );
  for (const [at, answer] of answers.entries()) {
    const { key, url, resource } = wildcards[at];
    const policy = policyText(resource, wildcards[at]);
    assert.equal(answer.json, policy);
    const theirUrl = getSignedUrl({ ...credentials(key), url, policy });
    const signatures = [signatureIn(answer.url), signatureIn(theirUrl)];
    assertSame(answer.url, theirUrl, signatures, key, policy);
    const theirs = getSignedCookies({ ...credentials(key), policy });
    assertSame(
      cookieText(answer.cookies),
      cookieText(theirs),
      [answer.cookies["CloudFront-Signature"], theirs["CloudFront-Signature"]],
      key,
      policy,
    );
  }
});

test("what AWS's signer makes is let in by our edge, and what it makes for others is not", async () => {
  const tasks = cases.flatMap(({ key, expires }, at) => {
    const request = { url: theirUrls[at], address: VISITOR, now: NOW };
    const others = [{ now: expires }, { url: request.url.replace(/.(?=&Key-Pair-Id)/, "") }];
    return [request, ...others.map((other) => ({ ...request, ...other }))].map((task) => ({
      key: keyOf(key),
      verify: task,
    }));
  });
  const refusals = (await ours(tasks)).map(({ refusal }) => refusal);
  for (let at = 0; at < refusals.length; at += 3) {
    assert.equal(refusals[at], null, tasks[at].verify.url);
    assert.ok(refusals[at + 1], "the end");
    assert.ok(refusals[at + 2], "a character less");
  }
});

test("cookies with a canned policy are the same, and our edge lets them in", async () => {
  const [key, url, expires] = [KEYS[0], "https://durbar.example/premium/prp_1/a.jpg", NOW + 300];
  const theirs = getSignedCookies({ ...credentials(key), url, dateLessThan: expires * 1000 });
  const cookies = cookieText(theirs);
  const [mine, edge, other] = await ours([
    { key: keyOf(key), policy: { canned: url, expires }, cookies: true },
    { key: keyOf(key), verify: { url, cookies, now: NOW } },
    { key: keyOf(key), verify: { url: `${url}?x=1`, cookies, now: NOW } },
  ]);
  assert.equal(cookieText(mine.cookies), cookies);
  assert.equal(edge.refusal, null);
  assert.ok(other.refusal);
});
