import { RemovalPolicy } from "aws-cdk-lib";
import { type PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { CfnSchedule } from "aws-cdk-lib/aws-scheduler";
import { DefinitionBody, LogLevel, StateMachine } from "aws-cdk-lib/aws-stepfunctions";
import { Alarm, ComparisonOperator, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { Construct } from "constructs";
import { allow } from "../compute/function.js";
import type { Environment } from "../environment.js";
import { named } from "../names.js";
import type { DataStack } from "../stacks/data.js";

export interface ScheduledMachineProps {
  readonly environment: Environment;
  readonly data: DataStack;
  readonly name: string;
  /** In Amazon States Language. */
  readonly definition: object;
  readonly may: PolicyStatement[];
  /** As EventBridge Scheduler writes it, in the time of Kathmandu. */
  readonly schedule: string;
}

/** A state machine that is run by the clock, and an alarm when it fails. */
export class ScheduledMachine extends Construct {
  readonly machine: StateMachine;

  constructor(scope: Construct, id: string, { environment, data, name, definition, may, schedule }: ScheduledMachineProps) {
    super(scope, id);
    const logs = new LogGroup(this, "log", {
      logGroupName: `/aws/vendedlogs/states/${named(environment, name)}`,
      retention: environment.logDays,
      encryptionKey: data.keys.logs,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, "role", { roleName: named(environment, name), assumedBy: new ServicePrincipal("states.amazonaws.com") });
    for (const statement of may) role.addToPolicy(statement);
    this.machine = new StateMachine(this, "machine", {
      stateMachineName: named(environment, name),
      definitionBody: DefinitionBody.fromString(JSON.stringify(definition)),
      role,
      tracingEnabled: true,
      logs: { destination: logs, level: LogLevel.ALL, includeExecutionData: true },
    });
    const clock = new Role(this, "clock", { roleName: named(environment, `${name}-clock`), assumedBy: new ServicePrincipal("scheduler.amazonaws.com") });
    clock.addToPolicy(allow(["states:StartExecution"], this.machine.stateMachineArn));
    new CfnSchedule(this, "schedule", {
      name: named(environment, name),
      scheduleExpression: schedule,
      scheduleExpressionTimezone: "Asia/Kathmandu",
      flexibleTimeWindow: { mode: "FLEXIBLE", maximumWindowInMinutes: 30 },
      kmsKeyArn: data.keys.data.keyArn,
      target: { arn: this.machine.stateMachineArn, roleArn: clock.roleArn, retryPolicy: { maximumRetryAttempts: 3 } },
    });
    clock.addToPolicy(allow(["kms:Decrypt"], data.keys.data.keyArn));
    const failed = new Alarm(this, "failed", {
      alarmName: named(environment, `${name}-failed`),
      metric: this.machine.metricFailed(),
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    failed.addAlarmAction(new SnsAction(data.alarms));
  }
}
