import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { COMPUTING } from "../../cost/assumptions.js";
import { BUILT, CANARY_EVERY, WARM } from "../../cost/built.js";
import { PRIVATE, STATIC } from "../../lib/stacks/edge.js";
import { dev, plainProd, type Resource, resourcesOf, ROOT, type Templates } from "../synthesis.js";

const all = (templates: Templates) => Object.values(templates).flatMap(resourcesOf);
const list = (value: unknown) => (value ?? []) as Record<string, unknown>[];

/** Counts what costs by the month. */
function counted(resources: Resource[]): typeof BUILT {
  const of = (type: string) => resources.filter((it) => it.type === `AWS::${type}`);
  const metrics = ({ properties }: Resource) => (properties["Metrics"] ? list(properties["Metrics"]).filter((it) => it["MetricStat"]).length : 1);
  return {
    alarmMetrics: of("CloudWatch::Alarm").reduce((sum, alarm) => sum + metrics(alarm), 0),
    compositeAlarms: of("CloudWatch::CompositeAlarm").length,
    dashboards: of("CloudWatch::Dashboard").length,
    metricFilters: of("Logs::MetricFilter").length,
    canaries: of("Synthetics::Canary").length,
    keys: of("KMS::Key").length,
    secrets: of("SecretsManager::Secret").length,
    wafRules: of("WAFv2::WebACL").reduce((sum, { properties }) => sum + list(properties["Rules"]).length, 0),
    polledQueues: of("Lambda::EventSourceMapping").filter(({ properties }) => JSON.stringify(properties["EventSourceArn"]).includes("queue")).length,
  };
}

test("the model of costs counts what the stacks have", () => {
  for (const templates of [dev(), plainProd()]) assert.deepEqual(counted(all(templates)), BUILT);
});

test("the model of costs knows the server's memory, what is kept warm, canaries and the plan of members", () => {
  const prod = all(plainProd());
  const server = (resources: Resource[]) => resources.find(({ type, properties }) => type === "AWS::Lambda::Function" && String(properties["FunctionName"]).endsWith("-server"));
  assert.equal(Number(server(prod)?.properties["MemorySize"]) / 1024, COMPUTING.serverGb);
  const warm = (resources: Resource[]) =>
    resources.filter(({ type }) => type === "AWS::Lambda::Alias").reduce((sum, { properties }) => sum + Number((properties["ProvisionedConcurrencyConfig"] as Record<string, unknown> | undefined)?.["ProvisionedConcurrentExecutions"] ?? 0), 0);
  assert.deepEqual([warm(all(dev())), warm(prod)], [WARM.dev, WARM.launch]);
  for (const { type, properties } of prod) {
    if (type === "AWS::Synthetics::Canary") assert.match(JSON.stringify(properties["Schedule"]), new RegExp(`rate\\(${CANARY_EVERY} minutes\\)`));
    if (type === "AWS::Cognito::UserPool") assert.equal(properties["UserPoolTier"], "ESSENTIALS");
  }
});

test("requests that are measured take the ways that the edge gives them", async () => {
  const { wayOf } = (await import(path.join(ROOT, "infra", "cost", "measure", "way.mjs"))) as { wayOf: (path: string) => string };
  for (const pattern of STATIC) assert.equal(wayOf(pattern.replace("*", "a")), "file");
  for (const name of PRIVATE) assert.deepEqual([`/${name}`, `/${name}/a`, `/ne/${name}`, `/${name}s`].map(wayOf), ["private", "private", "private", "page"]);
  assert.deepEqual(["/api/seen", "/media/a.avif", "/premium/a/b", "/", "/homes/a", "/ne/homes"].map(wayOf), ["private", "media", "media", "page", "page", "page"]);
});
