import { Duration } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, type IMetric, Metric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { Construct } from "constructs";
import type { Environment } from "../environment.js";
import { bucketName, named } from "../names.js";
import type { ComputeStack } from "../stacks/compute.js";
import type { DataStack } from "../stacks/data.js";

/** Alarms about what nobody would notice from outside at once. */
export class Faults extends Construct {
  private readonly settings: { environment: Environment; data: DataStack };

  constructor(scope: Construct, id: string, props: { environment: Environment; data: DataStack; compute: ComputeStack }) {
    super(scope, id);
    this.settings = props;
    const { environment, data, compute } = props;
    const { events, media } = compute;
    for (const { name, queue, aside } of events.consumers) {
      this.alarm(`${name}-aside`, aside.metricApproximateNumberOfMessagesVisible(), 0);
      this.alarm(`${name}-waits`, queue.metricApproximateAgeOfOldestMessage(), 900);
    }
    this.alarm("relay-aside", events.relayAside.metricApproximateNumberOfMessagesVisible(), 0);
    this.alarm("relay-is-late", events.relay.metric("IteratorAge", { statistic: "Maximum" }), 300_000);
    this.alarm("server-throttled", compute.server.alias.metricThrottles(), 0);
    this.alarm("table-throttled", new Metric({
      namespace: "AWS/DynamoDB",
      metricName: "ThrottledRequests",
      dimensionsMap: { TableName: data.table.tableName },
      statistic: "Sum",
      period: Duration.minutes(5),
    }), 10);
    if (media) this.alarm("media-failed", media.machine.metricFailed(), 0);
    for (const purpose of ["raw-uploads", "public-media", "premium-media"]) {
      this.alarm(`${purpose}-copy-is-late`, new Metric({
        namespace: "AWS/S3",
        metricName: "ReplicationLatency",
        dimensionsMap: {
          SourceBucket: bucketName(environment, purpose),
          DestinationBucket: bucketName(environment, `${purpose}-copy`),
          RuleId: "copy-1",
        },
        statistic: "Maximum",
        period: Duration.minutes(15),
      }), 900);
    }
  }

  private alarm(name: string, metric: IMetric, most: number): void {
    const { environment, data } = this.settings;
    const alarm = new Alarm(this, name, {
      alarmName: named(environment, name),
      metric,
      threshold: most,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(data.alarms));
  }
}
