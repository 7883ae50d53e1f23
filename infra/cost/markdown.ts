import { VISITORS } from "./assumptions.js";
import { BUDGETS, HEADROOM } from "./budgets.js";
import { DOSSIER, DOSSIER_SCENARIOS, DOSSIER_TOTAL, OPTIONAL, type Range, ROWS, SCENARIOS } from "./dossier.js";
import { measured } from "./measured.js";
import { MONTHS, ofRow, perThousandVisits, total } from "./model.js";
import { cells, dollars, range } from "./numbers.js";
import { HOURS, PRICES, PRICES_OF } from "./prices.js";
import { savings } from "./savings.js";
import { sum } from "./traffic.js";
import { USAGE } from "./usage.js";

/** The dossier's rows, added up: its own sums differ. */
function dossierRows(scenario: (typeof SCENARIOS)[number], rows: readonly (typeof ROWS)[number][]): Range {
  const ranges = rows.map((row) => DOSSIER[row]?.[scenario] ?? ([0, 0] as const));
  return [sum(ranges.map(([low]) => low)), sum(ranges.map(([, high]) => high))];
}

/** Section 11's table with ours beside it. */
export function table(): string {
  const core = ROWS.filter((row) => !OPTIONAL.includes(row));
  const row = (name: string, dossier: (at: number) => string, ours: (at: number) => string) =>
    cells(name, ...SCENARIOS.flatMap((_, at) => [dossier(at), ours(at)]));
  const scenario = (at: number) => SCENARIOS[at] ?? "dev";
  const month = (at: number) => MONTHS[at]?.lines ?? [];
  return [
    cells("US dollars a month", ...SCENARIOS.flatMap((name) => [`${name}, dossier`, "ours"])),
    `|---|${"---:|".repeat(2 * SCENARIOS.length)}`,
    ...ROWS.map((name) =>
      row(name, (at) => range(DOSSIER[name]?.[scenario(at)]), (at) => {
        const lines = ofRow(month(at), name);
        return lines.length > 0 ? dollars(total(lines)) : "–";
      }),
    ),
    row("**Sum of the rows**", (at) => `**${range(dossierRows(scenario(at), ROWS))}**`, (at) => `**${dollars(total(month(at)))}**`),
    row("without Aurora and OpenSearch", (at) => range(dossierRows(scenario(at), core)), (at) => dollars(total(month(at)))),
    row("the dossier's own total", (at) => range(DOSSIER_TOTAL.all[scenario(at)]), () => ""),
    row("the dossier's own core", (at) => range(DOSSIER_TOTAL.core[scenario(at)]), () => ""),
  ].join("\n");
}

/** What 1,000 visits cost in each scenario. */
export function visits(): string {
  const of = (words: (at: (typeof MONTHS)[number]) => string) => MONTHS.map(words);
  return [
    cells("", ...SCENARIOS),
    `|---|${"---:|".repeat(SCENARIOS.length)}`,
    cells("page views a month", ...of(({ scenario }) => DOSSIER_SCENARIOS[scenario].pageViews.toLocaleString("en"))),
    cells("visits a month", ...of(({ traffic }) => Math.round(traffic.visits).toLocaleString("en"))),
    cells("calls of an API a day, dossier", ...of(({ scenario }) => DOSSIER_SCENARIOS[scenario].apiCallsPerDay.toLocaleString("en"))),
    cells("runs of our server a day", ...of(({ runs }) => Math.round((runs.count * 24) / HOURS).toLocaleString("en"))),
    cells("**US dollars for 1,000 visits, everything**", ...of((month) => `**${dollars(perThousandVisits(month).all)}**`)),
    cells("everything without Cognito", ...of((month) => dollars(perThousandVisits({ ...month, lines: month.lines.filter(({ row }) => row !== "Cognito") }).all))),
    cells("1,000 visits more", ...of((month) => dollars(perThousandVisits(month).more))),
  ].join("\n");
}

/** docs/cost.md. */
export function document(): string {
  const { bytes, visits: launched } = MONTHS[1]?.traffic ?? { bytes: 1, visits: 0 };
  const filmsPart = (launched * VISITORS.filmsWatched * VISITORS.filmBytes) / bytes;
  const fromMemory = Object.values(PRICES).filter(({ basis }) => basis === "memory").length;
  return `# What it costs

<!-- Written by \`npm run cost -- --write\` in infra. Change infra/cost instead; a test compares. -->

A month in AWS (ap-south-1), in US dollars without tax, as \`infra/cost\` works it out: unit prices (\`prices.ts\`, gone through on ${PRICES_OF}) times usage that was measured of the product (\`usage.json\`, ${USAGE.measured}, commit ${USAGE.commit}) in the three scenarios of the dossier's section 11. No free allowance is taken off but Cognito's, since an organisation gets each once for all its accounts. Nothing was deployed and no bill was seen: it is an estimate.

![The dossier's figures and ours](pictures/cost.svg)

## Beside the dossier

${table()}

The dossier's rows do not add up to its totals; both are given. "–" is what the product does without: pages and functions have one address (a function URL), search is in the process, places are in the product, and the dossier itself defers Aurora and OpenSearch. The last three rows are ours alone.

## A thousand visits

${visits()}

A visit is the one that was measured: ${USAGE.visit.map(({ page }) => page).join(", ")}. "Everything" has what is there without any visitor in it; "more" is what visits alone add.

## What was measured

${measured(USAGE)}

\`npm run cost:measure\` in infra measures anew, after \`make build\`. The visit is Chromium's with the screen of a ${USAGE.phone}, which scrolls each page to its end and knows nothing at first; a returning visitor loads less. Units are counted between the server in AWS mode and the embedded DynamoDB, which tells the capacity that each call consumes by DynamoDB's rules. Processor time is this machine's (${USAGE.processor}), not Graviton's.

## What is not measured

- **Prices.** None was read from AWS by us: ${Object.keys(PRICES).length - fromMemory} are quoted by public pages or repositories that we saw, ${fromMemory} are from memory of AWS's public lists and must be checked. \`prices.ts\` says which.
- **Judgements**, each with its words in \`assumptions.ts\`: crawlers, films watched, what the edge lacks, forms sent, starts of the server, how many sign in, new homes, older versions of media, what GuardDuty, Security Hub and Config look at. Growth's members follow from the dossier's 550 dollars. Of the bytes ${Math.round(100 * filmsPart)} % are films.
- **Lambda.** No server ran there: its milliseconds are processor time measured here and an assumed wait for the table. Of the timers that Lambda freezes (docs/decisions.md) only their reading of the table is in it, as if one server always ran.
- **A larger market.** The demo market has ${USAGE.server.seeding.homes} homes. A page shows no more of a larger one, but a search looks through more (README, Speed), and each start reads all of it: starts are counted so.
- **Left out**, since they are small or off by default: calls of KMS, Athena, AppConfig, Step Functions by the clock, what logs, the trail and the lake keep in S3; recovery options 2 and 3, bot control, malware scan, browsers' measurements; support and tax.

## What would cost less

${savings()}

## Budgets

${cells("", ...Object.keys(BUDGETS))}
|---|${"---:|".repeat(Object.keys(BUDGETS).length)}
${cells("US dollars a month", ...Object.values(BUDGETS).map(String))}

AWS Budgets warns at 50, 80 and 100 % of these (\`lib/observability/spending.ts\`): dev and staging are the scenario dev, production is launch, each times ${HEADROOM} and up to the next ten dollars; a pull request's lives for a week and has no visitors.
`;
}
