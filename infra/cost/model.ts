import { ASSUMED } from "./assumptions.js";
import { WARM } from "./built.js";
import { computing, type Runs, runsOf } from "./computing.js";
import { delivery } from "./delivery.js";
import { DOSSIER_SCENARIOS, type Row, SCENARIOS, type ScenarioName } from "./dossier.js";
import type { Line } from "./line.js";
import { objects, table, unitsOf } from "./storing.js";
import { sum, type Traffic, trafficOf } from "./traffic.js";
import { USAGE, type Usage } from "./usage.js";
import { observation, people, security } from "./watching.js";

/** A month of a scenario. */
export interface Month {
  readonly scenario: ScenarioName;
  readonly traffic: Traffic;
  readonly runs: Runs;
  readonly lines: readonly Line[];
}

/** What a scenario costs, line by line. `warm` servers are kept ready; as many as the environment has by default. */
export function monthOf(scenario: ScenarioName, usage: Usage = USAGE, warm: number = WARM[scenario]): Month {
  const [asked, assumed] = [DOSSIER_SCENARIOS[scenario], ASSUMED[scenario]];
  const traffic = trafficOf(asked, assumed, usage);
  const runs = runsOf(traffic, usage);
  const lines = [
    ...objects(asked, assumed, traffic),
    ...delivery(traffic),
    ...computing(traffic, runs, assumed, warm),
    ...table(traffic, runs, assumed, usage),
    ...people(assumed),
    ...security(scenario, traffic, unitsOf(traffic, usage).writes),
    ...observation(traffic, runs, usage),
  ];
  return { scenario, traffic, runs, lines };
}

/** All three. */
export const MONTHS: readonly Month[] = SCENARIOS.map((scenario) => monthOf(scenario));

export const total = (lines: readonly Line[]): number => sum(lines.map(({ usd }) => usd));
export const ofRow = (lines: readonly Line[], row: Row): Line[] => lines.filter((line) => line.row === row);

/** What 1,000 visits cost: with their part of what is there without any, and what one more thousand adds. */
export function perThousandVisits({ traffic, lines }: Month): { all: number; more: number } {
  const thousands = traffic.visits / 1000;
  return { all: total(lines) / thousands, more: total(lines.filter(({ by }) => by === "visits")) / thousands };
}
