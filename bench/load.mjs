// Two ways to load a server on loopback, bounded in time and count.
import http from "node:http";
import net from "node:net";

const END_OF_HEAD = Buffer.from("\r\n\r\n");

/**
 * Closed loop: `connections` ask for the same path again and again until the
 * time is over. Raw sockets, so that the client costs little.
 *
 * @param {{ origin: string, path: string, seconds: number, connections: number }} options
 * @returns {Promise<{ requests: number, seconds: number, bodyBytes: number }>}
 */
export async function hammer({ origin, path, seconds, connections }) {
  const { hostname, port } = new URL(origin);
  const request =
    `GET ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\n` +
    "Accept: text/html\r\nAccept-Encoding: br\r\n\r\n";
  const started = performance.now();
  const end = started + seconds * 1000;
  const results = await Promise.all(
    Array.from({ length: connections }, () => ask(hostname, Number(port), request, end)),
  );
  return {
    requests: results.reduce((total, { requests }) => total + requests, 0),
    seconds: (performance.now() - started) / 1000,
    bodyBytes: results[0].bodyBytes,
  };
}

function ask(host, port, request, end) {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host, port, noDelay: true });
    let head = Buffer.alloc(0);
    let missing = 0; // bytes of the present body still to come
    let bodyBytes = 0;
    let requests = 0;
    const finish = () => {
      requests += 1;
      if (performance.now() < end) {
        socket.write(request);
      } else {
        socket.destroy();
        resolve({ requests, bodyBytes });
      }
    };
    socket.on("connect", () => socket.write(request));
    socket.on("error", reject);
    socket.on("close", () => reject(new Error(`the server closed a connection after ${requests} requests`)));
    socket.on("data", (chunk) => {
      if (missing > 0) {
        missing -= chunk.length;
        if (missing === 0) finish();
        return;
      }
      head = head.length > 0 ? Buffer.concat([head, chunk]) : chunk;
      const at = head.indexOf(END_OF_HEAD);
      if (at < 0) return;
      const text = head.toString("latin1", 0, at);
      const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1];
      if (!text.startsWith("HTTP/1.1 200") || length === undefined) {
        socket.destroy();
        reject(new Error(`expected a 200 with a length, got:\n${text}`));
        return;
      }
      bodyBytes = Number(length);
      missing = bodyBytes - (head.length - at - END_OF_HEAD.length);
      head = Buffer.alloc(0);
      if (missing === 0) finish();
    });
  });
}

/**
 * Open loop: one path after another at a fixed rate, whether or not earlier
 * answers have come, so that a stall of the server is felt by all that follow.
 *
 * @param {{ origin: string, paths: string[], perSecond: number }} options
 * @returns {Promise<number[]>} milliseconds to the last byte, one for each path
 */
export async function steady({ origin, paths, perSecond }) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: Infinity });
  const started = performance.now();
  try {
    return await Promise.all(
      paths.map(async (path, index) => {
        const due = started + (index * 1000) / perSecond;
        await new Promise((resume) => setTimeout(resume, due - performance.now()));
        const sent = performance.now();
        await get(origin + path, agent);
        return performance.now() - sent;
      }),
    );
  } finally {
    agent.destroy();
  }
}

/**
 * One after another on one connection.
 * @param {{ origin: string, paths: string[] }} options
 * @returns {Promise<number[]>} milliseconds to the last byte, one for each path
 */
export async function oneByOne({ origin, paths }) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const times = [];
  try {
    for (const path of paths) {
      const from = performance.now();
      await get(origin + path, agent);
      times.push(performance.now() - from);
    }
    return times;
  } finally {
    agent.destroy();
  }
}

/**
 * GET with Brotli accepted; anything but 200 is an error.
 * @param {string} url
 * @param {http.Agent} [agent]
 * @returns {Promise<{ headers: http.IncomingHttpHeaders, body: Buffer }>} the body as sent
 */
export function get(url, agent) {
  return new Promise((resolve, reject) => {
    http
      .get(url, { agent, headers: { accept: "text/html,*/*", "accept-encoding": "br" } }, (response) => {
        const chunks = [];
        response.on("data", (chunk) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          if (response.statusCode === 200) {
            resolve({ headers: response.headers, body: Buffer.concat(chunks) });
          } else {
            reject(new Error(`status ${response.statusCode}: ${url}`));
          }
        });
      })
      .on("error", reject);
  });
}
