import assert from "node:assert/strict";
import { test } from "node:test";
import { ASSUMED } from "../cost/assumptions.js";
import { BUDGETS, HEADROOM } from "../cost/budgets.js";
import { DRAWN } from "../cost/chart.js";
import { billedMs } from "../cost/computing.js";
import { DOSSIER_SCENARIOS, ROWS } from "../cost/dossier.js";
import { WRITTEN } from "../cost/main.js";
import { MONTHS, monthOf, ofRow, perThousandVisits, total } from "../cost/model.js";
import { PRICES } from "../cost/prices.js";
import { missed, trafficOf } from "../cost/traffic.js";
import { USAGE } from "../cost/usage.js";
import { people } from "../cost/watching.js";
import { productFile } from "./synthesis.js";

test("docs/cost.md and its chart are what the model prints: npm run cost -- --write", () => {
  for (const [name, make] of Object.entries(WRITTEN)) assert.equal(productFile("docs", ...name.split("/")), make(), name);
});

test("every price says what it is for, where it is from and how it is known", () => {
  for (const [name, { usd, unit, source, basis, known }] of Object.entries(PRICES)) {
    assert.ok(usd > 0 && unit && source && ["quoted", "memory"].includes(basis), name);
    assert.match(known, /^20[0-9]{2}(-[01][0-9])?$/, name);
  }
});

test("a bill is the sum of its rows, and each row has a colour in the chart", () => {
  assert.deepEqual([...DRAWN].sort(), [...ROWS].sort());
  for (const { lines } of MONTHS) {
    const rows = ROWS.map((row) => total(ofRow(lines, row)));
    assert.ok(Math.abs(rows.reduce((sum, usd) => sum + usd, 0) - total(lines)) < 1e-9);
    for (const { row, words, usd } of lines) assert.ok(Number.isFinite(usd) && usd >= 0, `${row}: ${words}`);
  }
});

test("views that come close together share what the edge keeps", () => {
  assert.equal(missed(0, 1, 60), 1);
  assert.equal(missed(1e6, 1, 0), 1);
  // One view a minute, kept for a minute: every second one finds it.
  assert.ok(Math.abs(missed(730 * 60, 1, 60) - 0.5) < 1e-9);
  assert.ok(missed(1e6, 10, 60) < missed(1e6, 1000, 60));
});

test("visits are page views by the pages of the visit that was measured", () => {
  const { visits, requests, bytes } = trafficOf(DOSSIER_SCENARIOS.launch, ASSUMED.launch, USAGE);
  assert.equal(visits * USAGE.visit.length, DOSSIER_SCENARIOS.launch.pageViews);
  assert.ok(requests.page > DOSSIER_SCENARIOS.launch.pageViews);
  const twice = { ...USAGE, visit: USAGE.visit.map((at) => ({ ...at, bytes: { ...at.bytes, media: 2 * at.bytes.media } })) };
  assert.ok(trafficOf(DOSSIER_SCENARIOS.launch, ASSUMED.launch, twice).bytes > bytes);
});

test("Lambda bills the processor and the wait for the table, and never less than nothing", () => {
  const table = { readCalls: 0, writeCalls: 0 };
  assert.ok(billedMs({ processorMs: 10, table: { ...table, readCalls: 10 } }) > billedMs({ processorMs: 10, table }));
  // The clock's own calls, taken off, can leave less than nothing over.
  assert.ok(billedMs({ processorMs: -1, table: { readCalls: -0.1, writeCalls: 0 } }) > 0);
});

test("members cost beyond those that are free, by the pool's plan", () => {
  const cost = (members: number, plan?: "Lite") => total(people({ ...ASSUMED.growth, members }, plan));
  assert.deepEqual([cost(10_000), cost(10_001) > 0], [0, true]);
  assert.ok(cost(150_000, "Lite") < cost(150_000));
});

test("a thousand visits more cost less than a thousand with all that is there anyway", () => {
  for (const month of MONTHS) {
    const { all, more } = perThousandVisits(month);
    assert.ok(more > 0 && more < all, month.scenario);
  }
});

test("budgets leave room above the model, and not much", () => {
  for (const [usd, scenario] of [[BUDGETS.dev, "dev"], [BUDGETS.staging, "dev"], [BUDGETS.prod, "launch"]] as const) {
    const modelled = total(monthOf(scenario).lines) * HEADROOM;
    assert.ok(usd >= modelled && usd < modelled + 10, `${scenario}: ${usd}`);
  }
  assert.ok(BUDGETS.pr >= 10 && BUDGETS.pr < BUDGETS.dev);
});
