import { billedMs } from "./computing.js";
import { cells, kilobytes } from "./numbers.js";
import { sum } from "./traffic.js";
import type { Usage } from "./usage.js";

/** What usage.json says, for people. */
export function measured({ visit, server }: Usage): string {
  const bytes = (at: (typeof visit)[number]) => sum(Object.values(at.bytes));
  const requests = (at: (typeof visit)[number]) => sum(Object.values(at.requests));
  const made = new Map(server.pages.map((work) => [work.page, work]));
  const rows = visit.map((at) => {
    const work = made.get(at.page);
    const first = visit.find(({ page }) => page === at.page) === at;
    return cells(
      first ? at.page : `another ${at.page}`,
      kilobytes(bytes(at)),
      kilobytes(at.bytes.media),
      String(requests(at)),
      ...(first && work ? [work.processorMs, billedMs(work), work.table.readCalls, work.table.readUnits].map(figure) : ["", "", "", ""]),
    );
  });
  const { start, idle, seeding, stored } = server;
  return [
    cells("page of the visit", "over the wire", "of it media", "requests", "processor ms", "billed ms", "table calls", "read units"),
    "|---|---:|---:|---:|---:|---:|---:|---:|",
    ...rows,
    cells("the visit", kilobytes(sum(visit.map(bytes))), kilobytes(sum(visit.map((at) => at.bytes.media))), String(sum(visit.map(requests))), "", "", "", ""),
    "",
    `Pages are made anew for the last four columns. A start takes ${figure(start.processorMs)} ms of a processor and ${figure(start.table.readUnits)} read units; a server that nobody asks for anything reads ${Math.round(idle.table.readUnits).toLocaleString("en")} units an hour; at the end it held ${Math.round(server.residentMb)} MB. Writing the demo market took ${figure(seeding.table.writeUnits / seeding.homes)} write units a home, which stores ${kilobytes((stored.tableBytes + stored.indexBytes) / seeding.homes)} with indexes. A request leaves ${Math.round(server.log.bytesPerRequest)} bytes in the log.`,
  ].join("\n");
}

/** No figure is more exact than a tenth; less than nothing is what the clock's own calls, taken off, leave over. */
function figure(value: number): string {
  return Math.max(0, value).toFixed(1);
}
