import type { ScenarioName } from "./dossier.js";

/**
 * What is neither measured nor said by the dossier. Each is a judgement, written down so that it
 * can be argued with; the first months of a bill replace them.
 */
export interface Assumptions {
  /** Homes on the site. */
  readonly homes: number;
  /** Homes published in a month, each with pictures and a film. */
  readonly newHomes: number;
  /** People who sign in at least once in a month; growth's follows from the dossier's 550 dollars. */
  readonly members: number;
}

export const ASSUMED: Readonly<Record<ScenarioName, Assumptions>> = {
  dev: { homes: 40, newHomes: 5, members: 100 },
  launch: { homes: 500, newHomes: 60, members: 5_000 },
  growth: { homes: 3_000, newHomes: 300, members: 150_000 },
};

/** Visitors and what they do. */
export const VISITORS = {
  /** Pages that crawlers and previews of links ask for, to one that a person looks at; no pictures. */
  crawledPages: 0.3,
  /** Visits in which a film is watched, and its size: two minutes at 2.8 Mbit/s. */
  filmsWatched: 0.05,
  filmBytes: (120 * 2_800_000) / 8,
  /** Parts of requests that the edge has no copy of and hands on. */
  missedFiles: 0.02,
  missedMedia: 0.1,
  /** Addresses among which views are spread evenly, the worst case for a cache; homes are counted in both languages. */
  frontAddresses: 2,
  searchAddresses: 500,
  /** Forms sent, to a visit: enquiries, hearts, signing in; and what one takes. */
  forms: 0.1,
  form: { processorMs: 20, readCalls: 6, readUnits: 8, writeCalls: 2, writeUnits: 12, events: 1 },
} as const;

/** The server in Lambda. */
export const COMPUTING = {
  /** GB of the function: as `memoryMb` of lib/compute/server.ts. */
  serverGb: 1769 / 1024,
  /** Milliseconds of an answer of the table, which Lambda waits for and bills. */
  tableAnswerMs: 4,
  /** Parts of runs that start the program: it reads every home to build its index. */
  coldStarts: 0.005,
  /** Parts of a page's calls of the table that wait for the one before. */
  oneAfterTheOther: 0.5,
  /** Milliseconds a private request takes beside its work: routing, cookies, the log. */
  requestMs: 2,
  /** Bytes that Lambda itself logs about a run, as JSON: its start, its end and its report. */
  platformLogBytes: 900,
  /** Bytes of a line of the edge's access log: 14 fields as JSON. */
  edgeLogBytes: 550,
  /** Parts of runs that X-Ray records. */
  traced: 0.05,
  /** GB and seconds of a canary's run. */
  canaryGb: 1,
  canarySeconds: 15,
} as const;

/** Media. */
export const MEDIA = {
  /** Parts of what is shown that is kept beside it as an older version; the dossier says only "with versions". */
  olderVersions: 0.1,
  /** Bucket and its copy within the region. */
  copies: 2,
  picturesPerHome: 20,
  /** Units that publishing a home writes beside the home itself: its draft, its review, the work on its pictures, alerts. */
  writeUnitsPerHome: 400,
  /** Objects that one picture becomes: widths and formats. */
  objectsPerPicture: 15,
  /** GB and seconds of the worker for one picture. */
  workerGb: 3008 / 1024,
  workerSeconds: 10,
  /** Each film is made in 1080 and 720 lines (high definition) and 480 (standard). */
  filmMinutes: 2,
  /** GB that a new home adds: pictures, a film, perhaps a panorama. */
  gbPerHome: 1,
} as const;

/** What security services look at in a month; the account is quiet, and grows little with visits. */
export const WATCHED: Readonly<Record<ScenarioName, { managementEvents: number; securityChecks: number; configItems: number; configEvaluations: number }>> = {
  dev: { managementEvents: 500_000, securityChecks: 12_000, configItems: 1_000, configEvaluations: 3_000 },
  launch: { managementEvents: 1_500_000, securityChecks: 15_000, configItems: 2_000, configEvaluations: 5_000 },
  growth: { managementEvents: 6_000_000, securityChecks: 20_000, configItems: 4_000, configEvaluations: 10_000 },
};
