import { Duration } from "aws-cdk-lib";
import {
  Alarm,
  AlarmRule,
  AlarmState,
  ComparisonOperator,
  CompositeAlarm,
  type IMetric,
  MathExpression,
  Metric,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { FilterPattern, type ILogGroup, MetricFilter } from "aws-cdk-lib/aws-logs";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";
import type { Environment } from "../environment.js";
import { named } from "../names.js";

/** What was promised (Q31): parts of all requests, and milliseconds. */
export const SLO = { availability: 0.999, errors: 0.01, listingUncached: 400, listingCached: 250 };

/** How fast a month's error budget may go: 2 % of it in an hour, 5 % in six (Google's SRE workbook, chapter 5). */
const BURNS = [
  { name: "fast", rate: 14.4, long: Duration.hours(1), short: Duration.minutes(5) },
  { name: "slow", rate: 6, long: Duration.hours(6), short: Duration.minutes(30) },
];

export interface SloProps {
  readonly environment: Environment;
  readonly serverName: string;
  readonly serverLog: ILogGroup;
  readonly alarms: ITopic;
}

/** Alarms when promises are about to be broken, and the metrics they are made of. */
export class ServiceLevels extends Construct {
  readonly errorRate: IMetric;
  readonly listing: Metric;
  private readonly settings: SloProps;

  constructor(scope: Construct, id: string, props: SloProps) {
    super(scope, id);
    this.settings = props;
    const { environment, serverLog } = props;
    for (const burn of BURNS) this.addBurn(burn);
    this.errorRate = this.failing(Duration.minutes(5));
    this.alarm("errors", this.failing(Duration.minutes(5)), SLO.errors, 3);
    // The server's log tells of each request its route and how long it took; a page that was
    // kept is another promise, which the canaries measure from outside.
    const metricName = "ListingReadMs";
    const metricNamespace = `Durbar/${environment.name}`;
    new MetricFilter(this, "listing-read", {
      logGroup: serverLog,
      filterPattern: FilterPattern.literal('{ $.route = "*/homes/{address}" && $.cache = "miss" && $.elapsed_ms >= 0 }'),
      metricNamespace,
      metricName,
      metricValue: "$.elapsed_ms",
    });
    this.listing = new Metric({ namespace: metricNamespace, metricName, statistic: "p95", period: Duration.minutes(5) });
    this.alarm("listing-read-p95", this.listing, SLO.listingUncached, 3);
  }

  /** The part of requests that end with a fault of ours. */
  private failing(period: Duration): IMetric {
    const metric = (metricName: string) =>
      new Metric({
        namespace: "AWS/Lambda",
        metricName,
        dimensionsMap: { FunctionName: this.settings.serverName },
        statistic: "Sum",
        period,
      });
    return new MathExpression({
      expression: "IF(requests > 0, failed / requests, 0)",
      usingMetrics: { requests: metric("UrlRequestCount"), failed: metric("Url5xxCount") },
      period,
      label: "failed requests",
    });
  }

  /** An alarm when budget goes too fast both over a long time and right now. */
  private addBurn({ name, rate, long, short }: (typeof BURNS)[number]): void {
    const { environment, alarms } = this.settings;
    const threshold = rate * (1 - SLO.availability);
    const parts = [long, short].map((period) => this.alarm(`burn-${name}-${period.toMinutes()}m`, this.failing(period), threshold, 1, false));
    const alarm = new CompositeAlarm(this, `burn-${name}`, {
      compositeAlarmName: named(environment, `availability-burn-${name}`),
      alarmDescription: `The error budget of ${SLO.availability * 100} % goes ${rate} times as fast as it may`,
      alarmRule: AlarmRule.allOf(...parts.map((part) => AlarmRule.fromAlarm(part, AlarmState.ALARM))),
    });
    alarm.addAlarmAction(new SnsAction(alarms));
  }

  private alarm(name: string, metric: IMetric, threshold: number, periods: number, tells = true): Alarm {
    const { environment, alarms } = this.settings;
    const alarm = new Alarm(this, name, {
      alarmName: named(environment, name),
      metric,
      threshold,
      evaluationPeriods: periods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    if (tells) alarm.addAlarmAction(new SnsAction(alarms));
    return alarm;
  }
}
