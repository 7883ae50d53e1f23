import assert from "node:assert/strict";
import { test } from "node:test";
import { Match } from "aws-cdk-lib/assertions";
import { BUDGETS } from "../../cost/budgets.js";
import { exportDefinition, restoreDefinition } from "../../lib/recovery/definitions.js";
import { TAGS } from "../../lib/tags.js";
import { dev, of, prod, pull, resourcesOf, synthesise } from "../synthesis.js";

const security = () => of(prod(), "security");
const observability = () => of(prod(), "observability");

test("the account is watched: GuardDuty, Security Hub, Config, a locked trail with data events", () => {
  security().hasResourceProperties("AWS::GuardDuty::Detector", { Enable: true });
  security().resourceCountIs("AWS::GuardDuty::MalwareProtectionPlan", 1);
  security().hasResourceProperties("AWS::SecurityHub::Standard", { StandardsArn: Match.anyValue() });
  security().resourceCountIs("AWS::SecurityHub::Standard", 2);
  security().resourceCountIs("AWS::Config::ConfigRule", 11);
  security().hasResourceProperties("AWS::Config::ConfigRule", { Source: { Owner: "AWS", SourceIdentifier: "REQUIRED_TAGS" }, InputParameters: Object.fromEntries(TAGS.map((tag, at) => [`tag${at + 1}Key`, tag])) });
  security().hasResourceProperties("AWS::CloudTrail::Trail", { EnableLogFileValidation: true, IsMultiRegionTrail: true, AdvancedEventSelectors: Match.anyValue() });
  security().hasResourceProperties("AWS::S3::Bucket", { ObjectLockEnabled: true, ObjectLockConfiguration: Match.objectLike({ Rule: Match.anyValue() }) });
  of(pull(), "security").resourceCountIs("AWS::GuardDuty::Detector", 0);
});

test("a burst of deletions raises an alarm (Q30)", () => {
  for (const [name, threshold] of [["objects", 200], ["items-by-others", 10]] as const) {
    security().hasResourceProperties("AWS::CloudWatch::Alarm", { AlarmName: `durbar-prod-${name}-delete-burst`, MetricName: "MatchedEvents", Period: 300, Threshold: threshold, AlarmActions: [Match.anyValue()] });
  }
  security().hasResourceProperties("AWS::Events::Rule", { Name: "durbar-prod-objects-deleted", EventPattern: Match.objectLike({ detail: Match.objectLike({ eventName: ["DeleteObject", "DeleteObjects"] }) }), Targets: [Match.objectLike({ Id: "log" })] });
});

test("every resource that can carry tags has the four", () => {
  for (const [concern, template] of Object.entries(prod())) {
    for (const { id, type, properties } of resourcesOf(template)) {
      if (!["AWS::S3::Bucket", "AWS::Lambda::Function", "AWS::SQS::Queue", "AWS::KMS::Key", "AWS::IAM::Role"].includes(type)) continue;
      if (id.startsWith("CustomCrossRegion")) continue;
      const keys = (properties["Tags"] as unknown as { Key: string }[] | undefined)?.map(({ Key }) => Key) ?? [];
      for (const tag of TAGS) assert.ok(keys.includes(tag), `${concern}/${id} lacks ${tag}`);
    }
  }
});

test("promises have alarms: availability by burn rate, errors, how long a listing takes", () => {
  observability().resourceCountIs("AWS::CloudWatch::CompositeAlarm", 2);
  observability().hasResourceProperties("AWS::CloudWatch::Alarm", { AlarmName: "durbar-prod-errors", Threshold: 0.01 });
  observability().hasResourceProperties("AWS::CloudWatch::Alarm", { AlarmName: "durbar-prod-listing-read-p95", Threshold: 400, ExtendedStatistic: "p95" });
  observability().resourceCountIs("AWS::CloudWatch::Dashboard", 1);
});

test("journeys are tried from outside, browsers measure, spending is bounded, logs are archived", () => {
  for (const journey of ["search", "login", "premium"]) observability().hasResourceProperties("AWS::Synthetics::Canary", { Name: `prod-${journey}` });
  for (const { properties } of resourcesOf(of(synthesise("staging"), "observability")).filter(({ type }) => type === "AWS::Synthetics::Canary")) {
    assert.ok(String(properties["Name"]).length <= 21);
  }
  observability().hasResourceProperties("AWS::RUM::AppMonitor", { AppMonitorConfiguration: Match.objectLike({ AllowCookies: false }) });
  of(dev(), "observability").resourceCountIs("AWS::RUM::AppMonitor", 0);
  for (const [templates, amount] of [[prod(), BUDGETS.prod], [dev(), BUDGETS.dev], [pull(), BUDGETS.pr]] as const) {
    of(templates, "observability").hasResourceProperties("AWS::Budgets::Budget", { Budget: Match.objectLike({ BudgetLimit: { Amount: amount, Unit: "USD" } }) });
  }
  observability().resourceCountIs("AWS::CE::AnomalySubscription", 1);
  observability().resourceCountIs("AWS::Logs::SubscriptionFilter", 2);
});

test("logs are kept for 14 or 30 days", () => {
  for (const [templates, days] of [[prod(), 30], [dev(), 14], [pull(), 14]] as const) {
    const groups = Object.values(templates).flatMap(resourcesOf).filter(({ type }) => type === "AWS::Logs::LogGroup");
    assert.ok(groups.length >= 8);
    for (const { id, properties } of groups) assert.equal(properties["RetentionInDays"], days, id);
  }
});

test("the table is exported each week, restored each month, backed up beside", () => {
  const recovery = of(prod(), "recovery");
  for (const [name, schedule] of [["export", "SUN"], ["restore-test", "cron(15 3 1"]] as const) {
    recovery.hasResourceProperties("AWS::Scheduler::Schedule", { Name: `durbar-prod-${name}`, ScheduleExpression: Match.stringLikeRegexp(schedule.replace("(", "\\(")), ScheduleExpressionTimezone: "Asia/Kathmandu" });
    recovery.hasResourceProperties("AWS::CloudWatch::Alarm", { AlarmName: `durbar-prod-${name}-failed` });
  }
  recovery.resourceCountIs("AWS::Backup::BackupPlan", 1);
  const machines = [
    exportDefinition({ tableArn: "t", bucket: "b", keyId: "k", database: "d", workgroup: "w" }),
    restoreDefinition({ table: "t", tableArn: "a", keyArn: "k", restored: "r", check: "c" }),
  ];
  for (const machine of machines as { StartAt: string; States: Record<string, { Next?: string; Default?: string; End?: boolean; Type: string }> }[]) {
    assert.ok(machine.StartAt in machine.States);
    for (const { Next, Default, End, Type } of Object.values(machine.States)) {
      assert.ok(Next ?? Default ?? End ?? ["Fail", "Succeed"].includes(Type));
      for (const next of [Next, Default]) assert.ok(next === undefined || next in machine.States, next);
    }
  }
});

test("an environment of a pull request takes itself down", () => {
  const expiry = of(pull(), "expiry");
  expiry.hasResourceProperties("AWS::Events::Rule", { ScheduleExpression: "rate(15 minutes)" });
  expiry.hasResourceProperties("AWS::Lambda::Function", { Environment: { Variables: Match.objectLike({ UNTIL: "2026-11-24T00:00:00.000Z" }) } });
  const named = Object.values(pull()).flatMap(resourcesOf).filter(({ type }) => type === "AWS::S3::Bucket").map(({ properties }) => String(properties["BucketName"]));
  const [handler] = resourcesOf(expiry).filter(({ type }) => type === "AWS::Lambda::Function");
  const { Variables } = handler?.properties["Environment"] as unknown as { Variables: { BUCKETS: string; STACKS: string } };
  assert.deepEqual(JSON.parse(Variables.BUCKETS), named.sort());
  const stacks = (JSON.parse(Variables.STACKS) as { name: string }[]).map(({ name }) => name.replace("durbar-pr-7-", ""));
  assert.deepEqual([...stacks].sort(), Object.keys(pull()).sort());
  assert.equal(stacks.at(-1), "expiry");
  assert.equal(dev()["expiry"], undefined);
});
