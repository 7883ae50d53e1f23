import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** Ways of a request in AWS: `wayOf` of measure/way.mjs tells them apart. */
export type Way = "page" | "private" | "file" | "media";
export type PageName = "front" | "search" | "home";

/** Calls of the table and units of DynamoDB, as the embedded one counts them. */
export interface TableUse {
  readonly readCalls: number;
  readonly writeCalls: number;
  readonly readUnits: number;
  readonly writeUnits: number;
}

/** Milliseconds of one processor, and what the table was asked. */
export interface Work {
  readonly processorMs: number;
  readonly table: TableUse;
}

/** What was measured of the product: usage.json, written by measure/measure.mjs. */
export interface Usage {
  /** Day, and the commit of the build. */
  readonly measured: string;
  readonly commit: string;
  readonly command: string;
  readonly processor: string;
  readonly phone: string;
  /** Pages of one visit in their order, by a phone that scrolls each to its end; bytes with headers. */
  readonly visit: readonly {
    readonly page: PageName;
    readonly requests: Readonly<Record<Way, number>>;
    readonly bytes: Readonly<Record<Way, number>>;
    /** Requests of the server, as in `GET /homes`. */
    readonly asked: readonly string[];
  }[];
  readonly server: {
    /** Until it listens, the demo market's search index included. */
    readonly start: Work;
    /** What it does in an hour in which nobody asks for anything. */
    readonly idle: Work;
    /** A page made anew, and for how many seconds the edge may keep it. */
    readonly pages: readonly (Work & { readonly page: PageName; readonly edgeSeconds: number })[];
    /** A view of a home, told by the browser and counted. */
    readonly view: Work;
    /** MB (10^6 bytes) at the end of it all. */
    readonly residentMb: number;
    /** Homes of the demo market, and what writing all of it took. */
    readonly seeding: { readonly homes: number; readonly table: TableUse };
    /** The demo market in the table, in bytes. */
    readonly stored: { readonly items: number; readonly tableBytes: number; readonly indexBytes: number };
    readonly log: { readonly bytesPerRequest: number };
  };
}

/** The measured work for a page. */
export function workOf(page: PageName, usage: Usage): Usage["server"]["pages"][number] {
  const work = usage.server.pages.find((it) => it.page === page);
  if (!work) throw new Error(`usage.json: the page '${page}' was not measured`);
  return work;
}

/** The folder of the model's sources: compiled files are below infra/build. */
export const COST_FOLDER = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..", "cost");

export const USAGE = JSON.parse(readFileSync(path.join(COST_FOLDER, "usage.json"), "utf8")) as Usage;
