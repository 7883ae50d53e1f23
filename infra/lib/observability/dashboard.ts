import { Duration } from "aws-cdk-lib";
import { Dashboard, GraphWidget, type IMetric, LogQueryWidget, Metric, TextWidget } from "aws-cdk-lib/aws-cloudwatch";
import { Construct } from "constructs";
import type { Environment } from "../environment.js";
import { named } from "../names.js";
import type { ComputeStack } from "../stacks/compute.js";
import type { DataStack } from "../stacks/data.js";
import type { ServiceLevels } from "./slo.js";

export interface DashboardProps {
  readonly environment: Environment;
  readonly data: DataStack;
  readonly compute: ComputeStack;
  readonly levels: ServiceLevels;
  readonly serverName: string;
}

/** Everything that was promised on one page: latency, errors, throttles, cold starts, queues, premium. */
export class ServiceDashboard extends Construct {
  constructor(scope: Construct, id: string, { environment, data, compute, levels, serverName }: DashboardProps) {
    super(scope, id);
    const server = (metricName: string, statistic: string): IMetric =>
      new Metric({ namespace: "AWS/Lambda", metricName, statistic, dimensionsMap: { FunctionName: serverName }, period: Duration.minutes(5) });
    const table = (metricName: string) =>
      new Metric({ namespace: "AWS/DynamoDB", metricName, statistic: "Sum", dimensionsMap: { TableName: data.table.tableName }, period: Duration.minutes(5) });
    const logGroupNames = [`/durbar/${environment.name}/server`];
    const graph = (title: string, ...left: IMetric[]) => new GraphWidget({ title, left, width: 8, height: 6 });
    const log = (title: string, ...queryLines: string[]) => new LogQueryWidget({ title, logGroupNames, queryLines, width: 8, height: 6 });
    new Dashboard(this, "dashboard", {
      dashboardName: named(environment, "service"),
      defaultInterval: Duration.hours(12),
      widgets: [
        [new TextWidget({ markdown: "**Promised:** a listing p95 under 250 ms kept, 400 ms made anew; errors under 1 %; available 99.9 %.", width: 24, height: 1 })],
        [
          graph("Requests", server("UrlRequestCount", "Sum")),
          graph("How long (ms)", ...["p50", "p90", "p95"].map((it) => server("UrlRequestLatency", it))),
          graph("Failed (part)", levels.errorRate),
        ],
        [
          graph("Listing read, made anew (ms, p95)", levels.listing),
          graph("Throttles", server("Throttles", "Sum"), table("ThrottledRequests")),
          log("Cold starts", 'filter type = "platform.report" and ispresent(record.metrics.initDurationMs)', "stats count(*) as cold, pct(record.metrics.initDurationMs, 50) as p50, pct(record.metrics.initDurationMs, 95) as p95 by bin(1h)"),
        ],
        [
          graph("Table", table("ConsumedReadCapacityUnits"), table("ConsumedWriteCapacityUnits")),
          graph("Queues (s)", ...compute.events.consumers.map(({ queue }) => queue.metricApproximateAgeOfOldestMessage())),
          log("Slowest routes", "filter ispresent(route)", "stats pct(elapsed_ms, 95) as p95, count(*) as requests by route", "sort p95 desc", "limit 20"),
        ],
      ],
    });
  }
}
