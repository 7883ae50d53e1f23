import { DOSSIER, OPTIONAL, type Row, SCENARIOS, type ScenarioName } from "./dossier.js";
import { MONTHS, ofRow, total } from "./model.js";
import { dollars } from "./numbers.js";
import { sum } from "./traffic.js";

/** Rows that are one colour; colours keep apart also where red and green look alike. */
const GROUPS: readonly { readonly name: string; readonly colour: string; readonly rows: readonly Row[] }[] = [
  { name: "Delivery", colour: "#0072b2", rows: ["CloudFront", "WAF", "DNS"] },
  { name: "Storage", colour: "#e69f00", rows: ["S3 (with versions)", "DynamoDB"] },
  { name: "Computing and media", colour: "#009e73", rows: ["Lambda", "API Gateway", "Media processing", "Location Service", "Events and queues"] },
  { name: "Members", colour: "#cc79a7", rows: ["Cognito"] },
  { name: "Watching and security", colour: "#56b4e9", rows: ["CloudWatch", "Security", "Keys and secrets"] },
];

const WIDTH = 760;
const LEFT = 150;
const BAR = 26;
const PANEL = 104;
const TOP = 84;

/** docs/pictures/cost.svg: the dossier and ours, a panel a scenario, each on its own scale. */
export function chart(): string {
  const height = TOP + SCENARIOS.length * PANEL;
  const title = "Monthly cost in US dollars: the dossier's figures without its options, and ours";
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="title" font-family="system-ui, sans-serif" font-size="14">`,
    `<title id="title">${title}</title>`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    `<text x="20" y="28" font-size="16" font-weight="600" fill="#222">${title}</text>`,
    ...legend(),
    ...SCENARIOS.flatMap((scenario, at) => panel(scenario, TOP + at * PANEL)),
    "</svg>",
  ].join("\n")}\n`;
}

function legend(): string[] {
  let x = 20;
  return GROUPS.flatMap(({ name, colour }) => {
    const at = x;
    x += 36 + name.length * 8;
    return [`<rect x="${at}" y="44" width="14" height="14" fill="${colour}"/>`, text(at + 20, 56, name)];
  });
}

function panel(scenario: ScenarioName, top: number): string[] {
  const lines = MONTHS.find((month) => month.scenario === scenario)?.lines ?? [];
  const bars = [
    { name: "dossier", parts: GROUPS.map(({ rows }) => sum(rows.map((row) => middle(row, scenario)))) },
    { name: "ours", parts: GROUPS.map(({ rows }) => sum(rows.map((row) => total(ofRow(lines, row))))) },
  ];
  const most = Math.max(...bars.map(({ parts }) => sum(parts)));
  const scale = (WIDTH - LEFT - 80) / most;
  return [
    text(20, top + 38, scenario, "600"),
    ...bars.flatMap(({ name, parts }, at) => {
      const y = top + at * (BAR + 8);
      let x = LEFT;
      const rectangles = parts.map((usd, group) => {
        const width = usd * scale;
        const rectangle = `<rect x="${x.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${BAR}" fill="${GROUPS[group]?.colour ?? "#000"}"/>`;
        x += width;
        return rectangle;
      });
      return [text(LEFT - 64, y + 18, name), ...rectangles, text(Number((x + 8).toFixed(1)), y + 18, `$${dollars(sum(parts))}`, "600")];
    }),
  ];
}

/** The middle of the dossier's range; what it calls optional isn't shown. */
function middle(row: Row, scenario: ScenarioName): number {
  const of = DOSSIER[row]?.[scenario];
  return of === undefined || OPTIONAL.includes(row) ? 0 : (of[0] + of[1]) / 2;
}

/** Rows without a colour would be missing from the bars. */
export const DRAWN: readonly Row[] = [...GROUPS.flatMap(({ rows }) => rows), ...OPTIONAL];

function text(x: number, y: number, words: string, weight = "400"): string {
  return `<text x="${x}" y="${y}" font-weight="${weight}" fill="#222">${words}</text>`;
}
