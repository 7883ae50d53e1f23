/** Section 11 of the master dossier: its three scenarios and its monthly figures, in US dollars. */

export type ScenarioName = "dev" | "launch" | "growth";
export const SCENARIOS: readonly ScenarioName[] = ["dev", "launch", "growth"];

/** What a scenario is, a month; the dossier's calls of an API are not ours, since ours has none apart. */
export interface Scenario {
  readonly pageViews: number;
  readonly apiCallsPerDay: number;
  /** GB of pictures, films and panoramas as they are shown. */
  readonly mediaGb: number;
}

export const DOSSIER_SCENARIOS: Readonly<Record<ScenarioName, Scenario>> = {
  dev: { pageViews: 50_000, apiCallsPerDay: 10_000, mediaGb: 200 },
  launch: { pageViews: 500_000, apiCallsPerDay: 150_000, mediaGb: 1_024 },
  growth: { pageViews: 5_000_000, apiCallsPerDay: 1_000_000, mediaGb: 6 * 1_024 },
};

/** From and to. */
export type Range = readonly [number, number];
const about = (usd: number): Range => [usd, usd];

/** Rows of the dossier's table; the last three are ours, which it has no row for. */
export const ROWS = [
  "S3 (with versions)", "CloudFront", "Lambda", "API Gateway", "DynamoDB", "Aurora", "Cognito", "WAF", "Security", "CloudWatch",
  "Location Service", "Media processing", "OpenSearch", "Keys and secrets", "Events and queues", "DNS",
] as const;
export type Row = (typeof ROWS)[number];

/** Rows that the dossier calls optional and leaves out of its core. */
export const OPTIONAL: readonly Row[] = ["Aurora", "OpenSearch"];

export const DOSSIER: Readonly<Record<Row, Readonly<Record<ScenarioName, Range>> | undefined>> = {
  "S3 (with versions)": { dev: about(6), launch: about(34), growth: about(192) },
  CloudFront: { dev: about(10), launch: about(91), growth: about(880) },
  Lambda: { dev: about(0.07), launch: about(0.99), growth: about(6.6) },
  "API Gateway": { dev: about(0.3), launch: about(4.5), growth: about(30) },
  DynamoDB: { dev: about(1.4), launch: about(7.8), growth: about(49) },
  Aurora: { dev: about(43), launch: about(86), growth: about(215) },
  Cognito: { dev: about(0), launch: about(0), growth: about(550) },
  WAF: { dev: about(10), launch: [10, 12], growth: [15, 20] },
  Security: { dev: [15, 25], launch: [60, 80], growth: [150, 250] },
  CloudWatch: { dev: about(20), launch: about(120), growth: about(400) },
  "Location Service": { dev: about(5), launch: about(40), growth: about(250) },
  "Media processing": { dev: about(5), launch: about(60), growth: about(300) },
  OpenSearch: { dev: about(0), launch: about(0), growth: [120, 150] },
  "Keys and secrets": undefined,
  "Events and queues": undefined,
  DNS: undefined,
};

/** The dossier's own sums. Its rows add up to others in dev and growth, which docs/cost.md says. */
export const DOSSIER_TOTAL: Readonly<Record<"all" | "core", Readonly<Record<ScenarioName, Range>>>> = {
  all: { dev: [135, 150], launch: [430, 480], growth: [2_900, 3_150] },
  core: { dev: [92, 107], launch: [344, 394], growth: [2_500, 2_500] },
};
