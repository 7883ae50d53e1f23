import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { type EventPattern, Match, Rule } from "aws-cdk-lib/aws-events";
import { SnsTopic } from "aws-cdk-lib/aws-events-targets";
import { CfnRule } from "aws-cdk-lib/aws-events";
import { LogGroup, ResourcePolicy } from "aws-cdk-lib/aws-logs";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Construct } from "constructs";
import type { Environment } from "../environment.js";
import { named } from "../names.js";
import type { DataStack } from "../stacks/data.js";

/** Deletions in five minutes that nobody makes by hand, and that the site doesn't make either. */
export const DELETE_BURST = { objects: 200, itemsByOthers: 10 };

const CALL = ["AWS API Call via CloudTrail"];

/** What is told of at once: bursts of deletions (Q30), grave findings, resources without their tags. */
export class SecurityAlerts extends Construct {
  private readonly settings: { environment: Environment; data: DataStack };

  constructor(scope: Construct, id: string, props: { environment: Environment; data: DataStack }) {
    super(scope, id);
    const { environment, data } = (this.settings = props);
    const deletions = new LogGroup(this, "deletions", {
      logGroupName: `/aws/events/${named(environment, "deletions")}`,
      retention: environment.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new ResourcePolicy(this, "deletions-policy", {
      resourcePolicyName: named(environment, "deletions"),
      policyStatements: [
        new PolicyStatement({
          principals: [new ServicePrincipal("events.amazonaws.com")],
          actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
          resources: [deletions.logGroupArn],
        }),
      ],
    });
    const buckets = [data.rawUploads, data.publicMedia, data.premiumMedia, data.privatePapers, data.audit].map((it) => it.bucketName);
    this.burst("objects", deletions, DELETE_BURST.objects, {
      source: ["aws.s3"],
      detailType: CALL,
      detail: { eventName: ["DeleteObject", "DeleteObjects"], requestParameters: { bucketName: buckets } },
    });
    // The server deletes items all day (events that were published); whoever else does is looked at.
    this.burst("items-by-others", deletions, DELETE_BURST.itemsByOthers, {
      source: ["aws.dynamodb"],
      detailType: CALL,
      detail: {
        eventName: ["DeleteItem", "BatchWriteItem", "TransactWriteItems", "ExecuteStatement", "BatchExecuteStatement"],
        requestParameters: { tableName: [data.table.tableName] },
        userIdentity: { sessionContext: { sessionIssuer: { userName: Match.anythingBut(...SITE.map((it) => named(environment, it))) } } },
      },
    });
    this.tell("grave-findings", {
      source: ["aws.guardduty"],
      detailType: ["GuardDuty Finding"],
      detail: { severity: [{ numeric: [">=", 7] }] },
    });
    this.tell("failed-controls", {
      source: ["aws.securityhub"],
      detailType: ["Security Hub Findings - Imported"],
      detail: { findings: { Severity: { Label: ["CRITICAL", "HIGH"] }, Workflow: { Status: ["NEW"] }, RecordState: ["ACTIVE"] } },
    });
    this.tell("broken-rules", {
      source: ["aws.config"],
      detailType: ["Config Rules Compliance Change"],
      detail: { newEvaluationResult: { complianceType: ["NON_COMPLIANT"] } },
    });
  }

  /** An alarm when a pattern is met more often than `most` in five minutes. */
  private burst(name: string, log: LogGroup, most: number, pattern: EventPattern): void {
    const { environment, data } = this.settings;
    const rule = new Rule(this, `${name}-deleted`, { ruleName: named(environment, `${name}-deleted`), eventPattern: pattern });
    // Log groups take events by their resource policy; Rule's own target for them is a custom resource.
    (rule.node.defaultChild as CfnRule).targets = [{ id: "log", arn: `arn:aws:logs:${environment.region}:${environment.account}:log-group:${log.logGroupName}` }];
    const alarm = new Alarm(this, `${name}-burst`, {
      alarmName: named(environment, `${name}-delete-burst`),
      alarmDescription: "Far more is deleted than usual: docs/runbooks tells what to do about a mass deletion",
      metric: new Metric({
        namespace: "AWS/Events",
        metricName: "MatchedEvents",
        dimensionsMap: { RuleName: rule.ruleName },
        statistic: "Sum",
        period: Duration.minutes(5),
      }),
      threshold: most,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(data.alarms));
  }

  private tell(name: string, pattern: EventPattern): void {
    const { environment, data } = this.settings;
    new Rule(this, name, { ruleName: named(environment, name), eventPattern: pattern, targets: [new SnsTopic(data.alarms)] });
  }
}

/** Roles that change items as part of the site. */
const SITE = ["server", "server-standby", "media"];
