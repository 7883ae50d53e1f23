// What the server asks of its table, counted on the way: stands between the server in AWS mode and
// the embedded DynamoDB of another one, and has each call tell the units it consumed.
import { readFileSync, readdirSync, readlinkSync } from "node:fs";
import { createServer, request as httpRequest } from "node:http";

const READS = new Set(["GetItem", "BatchGetItem", "Query", "Scan", "TransactGetItems"]);
const WRITES = new Set(["PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems"]);

/**
 * What was counted: calls, and request units as DynamoDB bills them (a read unit is a strongly
 * consistent read of 4 KB, a write unit a write of 1 KB, indexes included).
 * @typedef {{ readCalls: number, writeCalls: number, readUnits: number, writeUnits: number }} Counted
 */

/** @returns {Counted} */
const nothing = () => ({ readCalls: 0, writeCalls: 0, readUnits: 0, writeUnits: 0 });

/**
 * @param {string} table address of the table's service
 * @returns {Promise<{ address: string, take: () => Counted, stored: () => Promise<object>, stop: () => void }>}
 *   `take` gives what was counted since it was last called, `stored` how much the table holds
 */
export async function meterTable(table) {
  let counted = nothing();
  const server = createServer(async (request, response) => {
    const operation = String(request.headers["x-amz-target"] ?? "").split(".").at(-1) ?? "";
    const isCounted = READS.has(operation) || WRITES.has(operation);
    const body = await bodyOf(request);
    const sent = isCounted ? JSON.stringify({ ...JSON.parse(body), ReturnConsumedCapacity: "TOTAL" }) : body;
    try {
      const answer = await pass(table, request, sent);
      if (isCounted) count(counted, operation, answer.body);
      // Unchanged, so that the checksum in its headers holds.
      response.writeHead(answer.status, answer.headers).end(answer.body);
    } catch (error) {
      response.writeHead(502).end(error.message);
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const take = () => {
    const taken = counted;
    counted = nothing();
    return taken;
  };
  const stored = async () => {
    const { Table } = await ask(table, "DescribeTable", { TableName: "durbar" });
    const indexes = Table.GlobalSecondaryIndexes.reduce((sum, { IndexSizeBytes }) => sum + IndexSizeBytes, 0);
    return { items: Table.ItemCount, tableBytes: Table.TableSizeBytes, indexBytes: indexes };
  };
  return { address: `http://127.0.0.1:${server.address().port}`, take, stored, stop: () => server.close() };
}

function count(counted, operation, body) {
  const { ConsumedCapacity } = JSON.parse(body);
  const units = [ConsumedCapacity ?? []].flat().reduce((sum, { CapacityUnits }) => sum + CapacityUnits, 0);
  if (READS.has(operation)) {
    counted.readCalls += 1;
    counted.readUnits += units;
  } else {
    counted.writeCalls += 1;
    counted.writeUnits += units;
  }
}

function pass(table, { method, url, headers }, body) {
  return new Promise((resolve, reject) => {
    const bytes = Buffer.from(body);
    const onward = httpRequest(table + url, { method, headers: { ...headers, "content-length": bytes.length } }, async (answer) =>
      resolve({ status: answer.statusCode, headers: answer.headers, body: await bodyOf(answer) }),
    );
    onward.once("error", reject);
    onward.end(bytes);
  });
}

async function bodyOf(stream) {
  const parts = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
}

/** Stands in for S3 where only the table is measured: takes what is put, and has nothing. */
export async function emptyObjects() {
  const server = createServer(async (request, response) => {
    await bodyOf(request);
    const isThere = request.method === "HEAD" ? !/^\/[^/]+\/./.test(request.url) : request.method !== "GET";
    response.writeHead(isThere ? 200 : 404, { etag: '"none"', "content-type": "application/xml" });
    response.end(request.method === "GET" ? "<Error><Code>NoSuchKey</Code></Error>" : undefined);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { address: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() };
}

/**
 * Where a server in embedded mode has its table: the port of it that speaks DynamoDB.
 * @param {number} pid
 */
export async function embeddedTable(pid) {
  for (const port of listeningPorts(pid)) {
    const address = `http://127.0.0.1:${port}`;
    const { TableNames } = await ask(address, "ListTables", {}).catch(() => ({}));
    if (TableNames) return address;
  }
  throw new Error(`process ${pid} has no table`);
}

async function ask(address, operation, body) {
  const headers = { "x-amz-target": `DynamoDB_20120810.${operation}`, "content-type": "application/x-amz-json-1.0", ...SIGNED };
  return (await fetch(address, { method: "POST", headers, body: JSON.stringify(body) })).json();
}

/** What makes a call look signed; the embedded table doesn't verify it. */
const SIGNED = {
  authorization: "AWS4-HMAC-SHA256 Credential=measure/20261123/ap-south-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0",
  "x-amz-date": "20261123T000000Z",
};

function listeningPorts(pid) {
  const sockets = new Set(
    readdirSync(`/proc/${pid}/fd`).map((name) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${name}`))?.[1];
      } catch {
        return undefined; // closed meanwhile
      }
    }),
  );
  const lines = readFileSync("/proc/net/tcp", "utf8").trim().split("\n").slice(1);
  return lines
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === "0A" && sockets.has(fields[9]))
    .map((fields) => Number.parseInt(fields[1].split(":")[1], 16));
}
