import { existsSync } from "node:fs";
import path from "node:path";
import { Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import { Rule } from "aws-cdk-lib/aws-events";
import { SfnStateMachine } from "aws-cdk-lib/aws-events-targets";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Function } from "aws-cdk-lib/aws-lambda";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { DefinitionBody, LogLevel, StateMachine } from "aws-cdk-lib/aws-stepfunctions";
import { Construct } from "constructs";
import { type Environment, SettingError } from "../environment.js";
import { named } from "../names.js";
import type { DataStack } from "../stacks/data.js";
import { allow, makeFunction, program } from "./function.js";
import { mediaDefinition } from "./media-definition.js";
import { TABLE_ACTIONS } from "./server.js";

/**
 * What is done about uploads: a state machine with the steps of `durbar_domain::media::definition`,
 * each run by the worker, films encoded by MediaConvert.
 */
export class MediaPipeline extends Construct {
  readonly machine: StateMachine;
  readonly worker: Function;

  constructor(scope: Construct, id: string, { environment, data }: { environment: Environment; data: DataStack }) {
    super(scope, id);
    const folder = path.resolve(environment.packages, "media");
    if (!existsSync(path.join(folder, "bootstrap"))) {
      throw new SettingError(`mediaWorkers: expected the worker's package with its program at ${path.join(folder, "bootstrap")}`);
    }
    const { rawUploads, publicMedia, premiumMedia, keys } = data;
    const outputs = [publicMedia, premiumMedia];
    const mediaKeys = [keys["raw-uploads"], keys["public-media"], keys["premium-media"]].map((it) => it.keyArn);
    this.worker = makeFunction(this, environment, {
      purpose: "media",
      of: program(folder),
      description: "One step of the work on an upload",
      // A large picture takes 1.5 GB for a while.
      memoryMb: 3008,
      timeout: Duration.minutes(15),
      variables: {
        DURBAR_MODE: "aws",
        DURBAR_AWS_REGION: environment.region,
        DURBAR_TABLE: data.table.tableName,
        DURBAR_RAW_UPLOADS_BUCKET: rawUploads.bucketName,
        DURBAR_PUBLIC_MEDIA_BUCKET: publicMedia.bucketName,
        DURBAR_PREMIUM_MEDIA_BUCKET: premiumMedia.bucketName,
        DURBAR_PRIVATE_PAPERS_BUCKET: data.privatePapers.bucketName,
        DURBAR_AUDIT_BUCKET: data.audit.bucketName,
        DURBAR_LOG_FORMAT: "json",
      },
      may: [
        allow(TABLE_ACTIONS, data.table.tableArn),
        allow(["s3:GetObject", "s3:DeleteObject"], rawUploads.arnForObjects("*")),
        allow(["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], ...outputs.map((it) => it.arnForObjects("*"))),
        allow(["s3:ListBucket"], ...[rawUploads, ...outputs].map((it) => it.bucketArn)),
        allow(["kms:Decrypt", "kms:GenerateDataKey"], keys.data.keyArn, ...mediaKeys),
      ],
      atMost: 10,
      logsKey: keys.logs,
    });
    const encoder = new Role(this, "encoder", {
      roleName: named(environment, "mediaconvert"),
      assumedBy: new ServicePrincipal("mediaconvert.amazonaws.com"),
    });
    encoder.addToPolicy(allow(["s3:GetObject"], rawUploads.arnForObjects("*")));
    encoder.addToPolicy(allow(["s3:PutObject"], ...outputs.map((it) => it.arnForObjects("*"))));
    encoder.addToPolicy(allow(["kms:Decrypt", "kms:GenerateDataKey"], ...mediaKeys));
    this.machine = this.makeMachine(environment, data, encoder);
    new Rule(this, "uploaded", {
      ruleName: named(environment, "uploaded"),
      eventPattern: { source: ["aws.s3"], detailType: ["Object Created"], detail: { bucket: { name: [rawUploads.bucketName] } } },
      targets: [new SfnStateMachine(this.machine)],
    });
  }

  private makeMachine(environment: Environment, data: DataStack, encoder: Role): StateMachine {
    const { region, account, partition } = Stack.of(this);
    const arn = (service: string, rest: string) => `arn:${partition}:${service}:${region}:${account}:${rest}`;
    const logs = new LogGroup(this, "machine-log", {
      logGroupName: `/aws/vendedlogs/states/${named(environment, "media")}`,
      retention: environment.logDays,
      encryptionKey: data.keys.logs,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, "machine-role", {
      roleName: named(environment, "media-pipeline"),
      assumedBy: new ServicePrincipal("states.amazonaws.com"),
    });
    role.addToPolicy(allow(["lambda:InvokeFunction"], this.worker.functionArn));
    role.addToPolicy(allow(["mediaconvert:CreateJob"], arn("mediaconvert", "queues/Default")));
    role.addToPolicy(allow(["mediaconvert:GetJob", "mediaconvert:CancelJob"], arn("mediaconvert", "jobs/*")));
    role.addToPolicy(allow(["iam:PassRole"], encoder.roleArn));
    // How Step Functions hears that a job has ended.
    role.addToPolicy(
      allow(["events:DescribeRule", "events:PutRule", "events:PutTargets"], arn("events", "rule/StepFunctionsGetEventsForMediaConvertJobRule")),
    );
    return new StateMachine(this, "machine", {
      stateMachineName: named(environment, "media"),
      definitionBody: DefinitionBody.fromString(mediaDefinition({ worker: this.worker.functionArn, encoder: encoder.roleArn })),
      role,
      tracingEnabled: true,
      logs: { destination: logs, level: LogLevel.ALL, includeExecutionData: false },
    });
  }
}
