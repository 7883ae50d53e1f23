/** What the stacks have of things that cost by the month, with the defaults; a test counts them in the templates. */
export const BUILT = {
  /** Metrics that alarms look at, each of which is billed. */
  alarmMetrics: 27,
  compositeAlarms: 2,
  dashboards: 1,
  metricFilters: 1,
  canaries: 3,
  keys: 7,
  secrets: 2,
  wafRules: 6,
  /** Queues that a function takes from. */
  polledQueues: 1,
};

/** Minutes between runs of a canary. */
export const CANARY_EVERY = 10;
/** Instances kept warm, by scenario: `warmServers` of dev and prod in lib/environment.ts. */
export const WARM = { dev: 0, launch: 1, growth: 1 } as const;
