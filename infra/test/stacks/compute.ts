import { FEATURES } from "../../lib/compute/settings.js";
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { Match } from "aws-cdk-lib/assertions";
import { FILM_TIME_LIMIT, FIRST_PAUSE, mediaDefinition, STEPS } from "../../lib/compute/media-definition.js";
import { POOL_ACTIONS, TABLE_ACTIONS } from "../../lib/compute/server.js";
import { dev, of, prod, productFile, resourcesOf, ROOT, synthesise } from "../synthesis.js";

const compute = () => of(prod(), "compute");

function server(template = compute()) {
  const found = resourcesOf(template).find(({ properties }) => properties["FunctionName"] === "durbar-prod-server");
  return found?.properties as unknown as { Architectures: string[]; Runtime: string; Environment: { Variables: Record<string, unknown> } };
}

/** All Rust below a folder, as one text. */
function rust(folder: string): string {
  const below = path.join(ROOT, folder);
  const files = readdirSync(below, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".rs") && !name.includes("tests"));
  return files.map((name) => readFileSync(path.join(below, name), "utf8")).join("\n");
}

test("the server is a function whose pages stream, for CloudFront alone", () => {
  assert.deepEqual([server().Architectures, server().Runtime], [["arm64"], "provided.al2023"]);
  compute().hasResourceProperties("AWS::Lambda::Url", { AuthType: "AWS_IAM", InvokeMode: "RESPONSE_STREAM" });
  compute().hasResourceProperties("AWS::Lambda::Alias", { Name: "live", ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 1 } });
  for (const Action of ["lambda:InvokeFunctionUrl", "lambda:InvokeFunction"]) {
    compute().hasResourceProperties("AWS::Lambda::Permission", { Action, Principal: "cloudfront.amazonaws.com", SourceArn: Match.anyValue() });
  }
});

test("each of its variables is one that the program reads", () => {
  const flags = rust("server/src/cli");
  for (const name of Object.keys(server().Environment.Variables)) {
    if (name.startsWith("LEPTOS_")) assert.ok(productFile("scripts", "site-env.mjs").includes(name), name);
    else assert.ok(flags.includes(`"${name}"`), name);
  }
  for (const variable of flags.matchAll(/needed\(\s*&self\.[a-z_]+,\s*"[^"]+",\s*"(DURBAR_[A-Z_]+)"/g)) {
    assert.ok(variable[1] && variable[1] in server().Environment.Variables, `${variable[1]} is needed in AWS mode`);
  }
});

test("a clock runs what timers do elsewhere, one round at a time", () => {
  const lambda = productFile("server", "src", "lambda", "mod.rs");
  for (const [name, purpose] of [["rounds", "rounds"], ["media-rounds", "media"]] as const) {
    assert.match(lambda, new RegExp(`^    ${purpose.charAt(0).toUpperCase()}${purpose.slice(1)},`, "m"));
    compute().hasResourceProperties("AWS::Lambda::Function", {
      FunctionName: `durbar-prod-${name}`,
      ReservedConcurrentExecutions: 1,
      Environment: { Variables: Match.objectLike({ DURBAR_LAMBDA_PURPOSE: purpose, DURBAR_MODE: "aws" }) },
    });
  }
  compute().resourcePropertiesCountIs("AWS::Events::Rule", { ScheduleExpression: "rate(1 minute)" }, 2);
  compute().resourcePropertiesCountIs("AWS::Lambda::EventInvokeConfig", { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 0 }, 2);
});

test("what it may do of the user pool is what it calls", () => {
  const calls = [...rust("crates/platform/src/identity/cognito/pool").matchAll(/\.(admin_[a-z_]+|describe_[a-z_]+)\(\)/g)].map((it) => it[1] ?? "");
  const actions = [...new Set(calls)].map((call) => `cognito-idp:${call.split("_").map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("")}`);
  assert.deepEqual(actions.sort(), [...POOL_ACTIONS].sort());
  assert.ok(!TABLE_ACTIONS.includes("dynamodb:Scan"));
});

test("the state machine has the steps, attempts and limits of the program", () => {
  const pipeline = productFile("crates", "domain", "src", "media", "pipeline.rs");
  const rules = [...pipeline.matchAll(/rule\(Step::(\w+), ([0-9]+), ([0-9_]+), ([0-9_]+)\)/g)];
  const number = (text = "") => Number(text.replaceAll("_", ""));
  assert.deepEqual(rules.map((it) => ({ step: it[1]?.toLowerCase(), attempts: number(it[2]), timeLimit: number(it[3]) })), STEPS);
  assert.equal(Math.max(...rules.map((it) => number(it[4]))), FILM_TIME_LIMIT);
  assert.equal(number(/first_pause_s: ([0-9]+)/.exec(pipeline)?.[1]), FIRST_PAUSE);
  const { States } = JSON.parse(mediaDefinition({ worker: "w", encoder: "e" })) as { States: Record<string, { Next?: string; Default?: string }> };
  for (const { Next, Default } of Object.values(States)) {
    for (const next of [Next, Default]) assert.ok(next === undefined || next in States, next);
  }
  assert.ok(States["encode"]);
  of(dev(), "compute").resourceCountIs("AWS::StepFunctions::StateMachine", 0);
  compute().hasResourceProperties("AWS::Events::Rule", { EventPattern: Match.objectLike({ "detail-type": ["Object Created"] }) });
});

test("events go from the stream to the bus and into queues, and what fails is put aside", () => {
  const outbox = productFile("crates", "platform", "src", "outbox", "mod.rs");
  assert.ok(outbox.includes('ENTITY_TYPE: &str = "OutboxEvent"'));
  compute().hasResourceProperties("AWS::Lambda::EventSourceMapping", {
    BisectBatchOnFunctionError: true,
    FunctionResponseTypes: ["ReportBatchItemFailures"],
    StartingPosition: "TRIM_HORIZON",
    DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
    FilterCriteria: { Filters: [{ Pattern: Match.stringLikeRegexp("OutboxEvent") }] },
  });
  compute().hasResourceProperties("AWS::Lambda::EventSourceMapping", { BatchSize: 100, FunctionResponseTypes: ["ReportBatchItemFailures"], ScalingConfig: { MaximumConcurrency: 5 } });
  compute().hasResourceProperties("AWS::SQS::Queue", { QueueName: "durbar-prod-archive-events", RedrivePolicy: Match.objectLike({ maxReceiveCount: 5 }), MessageRetentionPeriod: 1_209_600 });
  compute().resourceCountIs("AWS::Events::EventBus", 1);
  compute().resourceCountIs("AWS::Events::Archive", 1);
});

test("keys of premium media are rotated, flags and names have their places", () => {
  compute().hasResourceProperties("AWS::SecretsManager::RotationSchedule", { RotationRules: Match.objectLike({ ScheduleExpression: "rate(90 days)" }) });
  compute().resourceCountIs("Custom::PremiumKeys", 1);
  compute().hasResourceProperties("AWS::AppConfig::ConfigurationProfile", { Type: "AWS.AppConfig.FeatureFlags" });
  compute().hasResourceProperties("AWS::SSM::Parameter", { Name: "/durbar/prod/table" });
});

test("the switches of AppConfig are those of the product", () => {
  const variants = /pub enum Feature \{([^}]*)\}/.exec(productFile("crates/domain/src/feature.rs"))?.[1] ?? "";
  const names = [...variants.matchAll(/^\s+([A-Z]\w+),$/gm)].map(([, name = ""]) => name.replace(/\B[A-Z]/g, "-$&").toLowerCase());
  assert.deepEqual(names, FEATURES);
  compute().hasResourceProperties("AWS::Lambda::Function", {
    Environment: { Variables: Match.objectLike({ DURBAR_FEATURE_FLAGS: Match.anyValue() }) },
  });
});

test("without a package there is one line that says what is missing", () => {
  assert.throws(() => synthesise("dev", { packages: "/no/such/folder" }), /^SettingError|packages: expected the server's package/);
});
