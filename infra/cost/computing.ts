import { type Assumptions, COMPUTING, MEDIA, VISITORS } from "./assumptions.js";
import { CANARY_EVERY, BUILT } from "./built.js";
import { forMonth, forVisits, type Line } from "./line.js";
import { HOURS, PRICES } from "./prices.js";
import { sum, type Traffic } from "./traffic.js";
import { type PageName, type Usage, type Work, workOf } from "./usage.js";

/** Runs of the server in Lambda a month, and the seconds they are billed. */
export interface Runs {
  readonly count: number;
  readonly seconds: number;
  /** Runs that start the program first. */
  readonly coldStarts: number;
}

/** Milliseconds that Lambda bills for a piece of work: the processor's, and the wait for the table. */
export function billedMs({ processorMs, table }: Pick<Work, "processorMs"> & { table: Pick<Work["table"], "readCalls" | "writeCalls"> }): number {
  const waits = (table.readCalls + table.writeCalls) * COMPUTING.oneAfterTheOther;
  return Math.max(0, processorMs) + Math.max(0, waits) * COMPUTING.tableAnswerMs + COMPUTING.requestMs;
}

/** What the server is run for: pages that the edge lacks, views, forms, and files it has no copy of. */
export function runsOf(traffic: Traffic, usage: Usage): Runs {
  const pages = Object.entries(traffic.made).map(([page, count]) => ({ count, ms: billedMs(workOf(page as PageName, usage)) }));
  const { form } = VISITORS;
  const kinds = [
    ...pages,
    { count: traffic.views, ms: billedMs(usage.server.view) },
    { count: traffic.forms, ms: billedMs({ processorMs: form.processorMs, table: form }) },
    { count: traffic.missedFiles, ms: COMPUTING.requestMs },
  ];
  const count = sum(kinds.map((kind) => kind.count));
  const coldStarts = count * COMPUTING.coldStarts;
  const seconds = sum(kinds.map((kind) => (kind.count * kind.ms) / 1000)) + (coldStarts * billedMs(usage.server.start)) / 1000;
  return { count, seconds, coldStarts };
}

/** Lambda, what makes media, and what carries events. */
export function computing(traffic: Traffic, runs: Runs, assumed: Assumptions, warm: number): Line[] {
  const { serverGb, canaryGb, canarySeconds } = COMPUTING;
  const canaryRuns = (BUILT.canaries * HOURS * 60) / CANARY_EVERY;
  const events = traffic.forms * VISITORS.form.events + assumed.newHomes * MEDIA.picturesPerHome;
  const films = assumed.newHomes * MEDIA.filmMinutes * (2 * PRICES.filmMinuteHd.usd + PRICES.filmMinuteSd.usd);
  const pictures = assumed.newHomes * MEDIA.picturesPerHome;
  return [
    forVisits("Lambda", "the server's seconds", runs.seconds * serverGb * PRICES.lambdaSecond.usd),
    forVisits("Lambda", "the server's runs", runs.count * PRICES.lambdaRequest.usd),
    forMonth("Lambda", `${warm} kept warm`, warm * serverGb * HOURS * 3600 * PRICES.lambdaWarmSecond.usd),
    forMonth("Lambda", "canaries", canaryRuns * canarySeconds * canaryGb * PRICES.lambdaSecondIntel.usd),
    forMonth("Media processing", "films", films),
    forMonth("Media processing", "pictures", pictures * MEDIA.workerSeconds * MEDIA.workerGb * PRICES.lambdaSecond.usd),
    forMonth("Media processing", "steps", pictures * 8 * PRICES.transition.usd),
    // Put on the bus, kept in its archive, sent to a queue, taken from it, deleted there.
    forVisits("Events and queues", "events", events * (PRICES.event.usd + 3 * PRICES.queueRequest.usd)),
    // Lambda asks each with five pollers at least, which wait up to twenty seconds for an answer.
    forMonth("Events and queues", "asking queues", BUILT.polledQueues * 5 * 180 * HOURS * PRICES.queueRequest.usd),
  ];
}
