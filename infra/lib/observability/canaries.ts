import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { Canary, Code, Runtime, Schedule, Test } from "aws-cdk-lib/aws-synthetics";
import { Construct } from "constructs";
import { allow, functionFile } from "../compute/function.js";
import { type Environment, removalOf } from "../environment.js";
import { named } from "../names.js";
import type { DataStack } from "../stacks/data.js";

/** Journeys that a browser makes by the clock, each a file in functions/canaries. */
export const JOURNEYS = ["search", "login", "premium"] as const;

/** What people do, tried every few minutes from outside. */
export class Canaries extends Construct {
  constructor(scope: Construct, id: string, { environment, data }: { environment: Environment; data: DataStack }) {
    super(scope, id);
    // Whom the journeys sign in as: email, password, and the path of a home with premium media.
    const visitor = new Secret(this, "visitor", {
      secretName: `durbar/${environment.name}/canary`,
      description: 'Account of the canaries, written by hand: {"email": …, "password": …, "home": "/homes/…"}',
      encryptionKey: data.keys.data,
      removalPolicy: removalOf(environment),
    });
    for (const journey of JOURNEYS) this.add(journey, environment, data, visitor);
  }

  private add(journey: (typeof JOURNEYS)[number], environment: Environment, data: DataStack, visitor: Secret): void {
    // Twenty-one characters at most.
    const name = `${environment.name}-${journey}`;
    const folder = `canaries/${environment.name}/${journey}`;
    const role = new Role(this, `${journey}-role`, {
      roleName: named(environment, `canary-${journey}`),
      assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
    });
    role.addToPolicy(allow(["s3:PutObject"], data.logs.arnForObjects(`${folder}/*`)));
    role.addToPolicy(allow(["s3:GetBucketLocation"], data.logs.bucketArn));
    role.addToPolicy(
      allow(
        ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
        `arn:aws:logs:${environment.region}:${environment.account}:log-group:/aws/lambda/cwsyn-${name}-*`,
      ),
    );
    role.addToPolicy(
      new PolicyStatement({
        actions: ["cloudwatch:PutMetricData"],
        resources: ["*"],
        conditions: { StringEquals: { "cloudwatch:namespace": "CloudWatchSynthetics" } },
      }),
    );
    if (journey !== "search") {
      role.addToPolicy(allow(["secretsmanager:GetSecretValue"], visitor.secretArn));
      role.addToPolicy(allow(["kms:Decrypt"], data.keys.data.keyArn));
    }
    const canary = new Canary(this, journey, {
      canaryName: name,
      runtime: Runtime.SYNTHETICS_NODEJS_PLAYWRIGHT_6_0,
      test: Test.custom({ code: Code.fromAsset(functionFile("canaries")), handler: `${journey}.handler` }),
      schedule: Schedule.rate(Duration.minutes(10)),
      role,
      artifactsBucketLocation: { bucket: data.logs, prefix: folder },
      environmentVariables: { SITE: `https://${environment.domain.name}`, VISITOR: visitor.secretName },
      timeout: Duration.minutes(2),
      provisionedResourceCleanup: true,
      successRetentionPeriod: Duration.days(environment.logDays),
      failureRetentionPeriod: Duration.days(30),
    });
    canary.applyRemovalPolicy(RemovalPolicy.DESTROY);
    const alarm = new Alarm(this, `${journey}-fails`, {
      alarmName: named(environment, `canary-${journey}`),
      metric: canary.metricSuccessPercent({ period: Duration.minutes(10) }),
      threshold: 100,
      evaluationPeriods: 2,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(data.alarms));
  }
}
