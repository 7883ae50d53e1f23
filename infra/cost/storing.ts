import { type Assumptions, MEDIA, VISITORS } from "./assumptions.js";
import type { Scenario } from "./dossier.js";
import type { Runs } from "./computing.js";
import { forMonth, forVisits, type Line } from "./line.js";
import { GB, HOURS, PRICES } from "./prices.js";
import { sum, type Traffic } from "./traffic.js";
import { type PageName, type Usage, workOf } from "./usage.js";

/** Weeks of a month. */
const WEEKS = HOURS / 168;

/** Buckets with their copies within the region. */
export function objects(scenario: Scenario, assumed: Assumptions, traffic: Traffic): Line[] {
  const kept = scenario.mediaGb * (1 + MEDIA.olderVersions) * MEDIA.copies;
  const added = assumed.newHomes * MEDIA.gbPerHome;
  const puts = assumed.newHomes * MEDIA.picturesPerHome * MEDIA.objectsPerPicture * MEDIA.copies;
  return [
    forMonth("S3 (with versions)", "media, older versions and the copy", kept * PRICES.s3Standard.usd),
    // An upload is deleted once its variants are made; its older version stays for a year.
    forMonth("S3 (with versions)", "uploads of a year", 12 * added * MEDIA.copies * PRICES.s3DeepArchive.usd),
    // What arrives is copied, and what is made of it.
    forMonth("S3 (with versions)", "copying within 15 minutes", 2 * added * PRICES.s3ReplicationTime.usd),
    forMonth("S3 (with versions)", "objects put", puts * PRICES.s3Put.usd),
    forVisits("S3 (with versions)", "objects read by the edge", traffic.missedMedia * PRICES.s3Get.usd),
  ];
}

/** Read and write units that visits take, but for starts of the server. */
export function unitsOf(traffic: Traffic, usage: Usage): { reads: number; writes: number } {
  const pages = Object.entries(traffic.made).map(([page, count]) => count * Math.max(0, workOf(page as PageName, usage).table.readUnits));
  const { view } = usage.server;
  return {
    reads: sum(pages) + traffic.views * Math.max(0, view.table.readUnits) + traffic.forms * VISITORS.form.readUnits,
    // Views are written in bundles where they come close together; one by one at worst.
    writes: traffic.views * Math.max(1, view.table.writeUnits) + traffic.forms * VISITORS.form.writeUnits,
  };
}

/** The table on demand, with recovery to any second, a backup a month for three, a weekly export, a monthly restore. */
export function table(traffic: Traffic, runs: Runs, assumed: Assumptions, usage: Usage): Line[] {
  const { reads, writes } = unitsOf(traffic, usage);
  const { seeding, start, stored, idle } = usage.server;
  const readByStart = (start.table.readUnits * assumed.homes) / seeding.homes;
  const gb = (assumed.homes * (stored.tableBytes + stored.indexBytes)) / seeding.homes / GB;
  const publishing = assumed.newHomes * (seeding.table.writeUnits / seeding.homes + MEDIA.writeUnitsPerHome);
  const copies = PRICES.tableRecovery.usd + 3 * PRICES.tableBackup.usd + WEEKS * PRICES.tableExport.usd + PRICES.tableRestore.usd;
  return [
    forVisits("DynamoDB", "units read for visits", reads * PRICES.tableRead.usd),
    forVisits("DynamoDB", "units written for visits", writes * PRICES.tableWrite.usd),
    forVisits("DynamoDB", "units read by starts", runs.coldStarts * readByStart * PRICES.tableRead.usd),
    forMonth("DynamoDB", "units written for homes", publishing * PRICES.tableWrite.usd),
    forMonth("DynamoDB", "units read by the clock", idle.table.readUnits * HOURS * PRICES.tableRead.usd),
    forMonth("DynamoDB", "what is stored, and its copies", gb * (PRICES.tableStorage.usd + copies)),
  ];
}
