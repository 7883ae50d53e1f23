// What a first visit by phone asks for and gets, seen by a browser that scrolls each page to its end.
import { chromium, devices } from "@playwright/test";
import { browserExecutable } from "../../../scripts/browser.mjs";
import { wayOf } from "./way.mjs";

/** A middling Android phone: 412 points wide, 2.6 dots a point. */
export const PHONE = "Pixel 7";

/**
 * @param {string} origin
 * @param {{ page: string, path: string }[]} pages looked at in this order, by a browser that knows nothing
 * @returns {Promise<{ page: string, path: string, requests: Record<import("./way.mjs").Way, number>, bytes: Record<import("./way.mjs").Way, number>, asked: string[] }[]>}
 *   bytes are what came over the wire, headers included; `asked` are the requests of the server
 */
export async function visit(origin, pages) {
  const browser = await chromium.launch({
    executablePath: browserExecutable(),
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
  try {
    const context = await browser.newContext({ ...devices[PHONE] });
    const tab = await context.newPage();
    const session = await context.newCDPSession(tab);
    await session.send("Network.enable");
    const seen = record(session, origin);
    const looked = [];
    for (const { page, path } of pages) {
      await tab.goto(origin + path, { waitUntil: "networkidle" });
      await scrollToEnd(tab);
      await tab.waitForLoadState("networkidle");
      looked.push({ page, path, ...seen.take() });
    }
    return looked;
  } finally {
    await browser.close();
  }
}

/** Collects what goes over the wire; what the browser has already doesn't. */
function record(session, origin) {
  const open = new Map();
  let done = [];
  session.on("Network.requestWillBeSent", ({ requestId, request }) => {
    if (request.url.startsWith(origin)) open.set(requestId, { path: new URL(request.url).pathname, method: request.method });
  });
  session.on("Network.requestServedFromCache", ({ requestId }) => open.delete(requestId));
  session.on("Network.responseReceived", ({ requestId, response }) => {
    if (response.fromDiskCache || response.fromServiceWorker) open.delete(requestId);
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const request = open.get(requestId);
    open.delete(requestId);
    if (request) done.push({ ...request, bytes: encodedDataLength });
  });
  return {
    take() {
      const requests = { page: 0, private: 0, file: 0, media: 0 };
      const bytes = { ...requests };
      for (const it of done) {
        requests[wayOf(it.path)] += 1;
        bytes[wayOf(it.path)] += it.bytes;
      }
      const asked = done.filter(({ path }) => ["page", "private"].includes(wayOf(path))).map(({ method, path }) => `${method} ${path}`);
      done = [];
      return { requests, bytes, asked };
    },
  };
}

async function scrollToEnd(tab) {
  let at = 0;
  for (;;) {
    const { height, screen } = await tab.evaluate(() => ({ height: document.documentElement.scrollHeight, screen: innerHeight }));
    if (at >= height) return;
    at += screen;
    await tab.evaluate((top) => scrollTo(0, top), at);
    await tab.waitForFunction(picturesInViewAreThere);
  }
}

/** Runs in the page: those further down wait until they are scrolled to. */
function picturesInViewAreThere() {
  return [...document.images].every((picture) => {
    const { top, bottom, width } = picture.getBoundingClientRect();
    const isInView = width > 0 && bottom > 0 && top < innerHeight;
    return !isInView || picture.complete;
  });
}
