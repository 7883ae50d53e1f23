import { type Assumptions, COMPUTING, WATCHED } from "./assumptions.js";
import { BUILT, CANARY_EVERY } from "./built.js";
import type { Runs } from "./computing.js";
import type { ScenarioName } from "./dossier.js";
import { forMonth, forVisits, type Line } from "./line.js";
import { FREE_MEMBERS, GB, HOURS, PRICES } from "./prices.js";
import { sum, type Traffic } from "./traffic.js";
import type { Usage } from "./usage.js";

/** CloudWatch and X-Ray. */
export function observation(traffic: Traffic, runs: Runs, usage: Usage): Line[] {
  const serverLog = (runs.count * (usage.server.log.bytesPerRequest + COMPUTING.platformLogBytes)) / GB;
  const edgeLog = (sum(Object.values(traffic.requests)) * COMPUTING.edgeLogBytes) / GB;
  const canaryRuns = (BUILT.canaries * HOURS * 60) / CANARY_EVERY;
  return [
    forVisits("CloudWatch", "the server's log", serverLog * (PRICES.logTaken.usd + PRICES.logKept.usd + PRICES.logArchived.usd)),
    forVisits("CloudWatch", "the edge's log", edgeLog * (PRICES.logOfEdge.usd + PRICES.logKept.usd)),
    forVisits("CloudWatch", "traces", runs.count * COMPUTING.traced * PRICES.trace.usd),
    forMonth("CloudWatch", "canaries", canaryRuns * PRICES.canaryRun.usd),
    forMonth("CloudWatch", "alarms", BUILT.alarmMetrics * PRICES.alarm.usd + BUILT.compositeAlarms * PRICES.compositeAlarm.usd),
    forMonth("CloudWatch", "dashboard and metrics", BUILT.dashboards * PRICES.dashboard.usd + BUILT.metricFilters * PRICES.metric.usd),
  ];
}

/** GuardDuty, Security Hub, Config, CloudTrail; keys and secrets. */
export function security(scenario: ScenarioName, traffic: Traffic, writes: number): Line[] {
  const seen = WATCHED[scenario];
  return [
    forMonth("Security", "GuardDuty, the account", seen.managementEvents * PRICES.guardDutyManagement.usd),
    forVisits("Security", "GuardDuty, objects", traffic.missedMedia * PRICES.guardDutyObject.usd),
    forMonth("Security", "Security Hub", seen.securityChecks * PRICES.securityCheck.usd),
    forMonth("Security", "Config", seen.configItems * PRICES.configItem.usd + seen.configEvaluations * PRICES.configEvaluation.usd),
    forVisits("Security", "CloudTrail, data events", writes * PRICES.trailDataEvent.usd),
    forMonth("Keys and secrets", "keys", BUILT.keys * PRICES.key.usd),
    forMonth("Keys and secrets", "secrets", BUILT.secrets * PRICES.secret.usd),
  ];
}

/** The user pool, by its plan: `featurePlan` of lib/stacks/identity.ts is Essentials. */
export function people({ members }: Assumptions, plan: "Essentials" | "Lite" = "Essentials"): Line[] {
  const price = plan === "Essentials" ? PRICES.memberEssentials : PRICES.memberLite;
  return [forVisits("Cognito", `members, plan ${plan}`, Math.max(0, members - FREE_MEMBERS) * price.usd)];
}
