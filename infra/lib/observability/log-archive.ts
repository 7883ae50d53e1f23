import { Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { CfnDeliveryStream } from "aws-cdk-lib/aws-kinesisfirehose";
import { CfnSubscriptionFilter, type ILogGroup, LogGroup, LogStream } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { allow } from "../compute/function.js";
import type { Environment } from "../environment.js";
import { named } from "../names.js";
import type { DataStack } from "../stacks/data.js";

export interface LogArchiveProps {
  readonly environment: Environment;
  readonly data: DataStack;
  /** By a name for the folder. */
  readonly logs: Readonly<Record<string, ILogGroup>>;
}

/** Copies log lines, compressed, to the bucket of logs, where they go on to Glacier. */
export class LogArchive extends Construct {
  constructor(scope: Construct, id: string, { environment, data, logs }: LogArchiveProps) {
    super(scope, id);
    const failures = new LogGroup(this, "failures", {
      logGroupName: `/durbar/${environment.name}/log-archive`,
      retention: environment.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const stream = new LogStream(this, "failures-stream", { logGroup: failures, logStreamName: "delivery" });
    const writer = new Role(this, "writer", { roleName: named(environment, "log-writer"), assumedBy: new ServicePrincipal("firehose.amazonaws.com") });
    writer.addToPolicy(allow(["s3:AbortMultipartUpload", "s3:PutObject"], data.logs.arnForObjects("cloudwatch/*")));
    writer.addToPolicy(allow(["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"], data.logs.bucketArn));
    writer.addToPolicy(allow(["logs:PutLogEvents"], failures.logGroupArn));
    const delivery = new CfnDeliveryStream(this, "delivery", {
      deliveryStreamName: named(environment, "logs"),
      deliveryStreamType: "DirectPut",
      deliveryStreamEncryptionConfigurationInput: { keyType: "AWS_OWNED_CMK" },
      extendedS3DestinationConfiguration: {
        bucketArn: data.logs.bucketArn,
        roleArn: writer.roleArn,
        prefix: "cloudwatch/",
        errorOutputPrefix: "cloudwatch-errors/",
        // CloudWatch compresses what it sends.
        compressionFormat: "UNCOMPRESSED",
        bufferingHints: { intervalInSeconds: Duration.minutes(15).toSeconds(), sizeInMBs: 64 },
        cloudWatchLoggingOptions: { enabled: true, logGroupName: failures.logGroupName, logStreamName: stream.logStreamName },
      },
    });
    delivery.node.addDependency(writer);
    const stack = Stack.of(this);
    const sender = new Role(this, "sender", {
      roleName: named(environment, "log-sender"),
      assumedBy: new ServicePrincipal("logs.amazonaws.com", {
        conditions: { StringLike: { "aws:SourceArn": `arn:${stack.partition}:logs:${stack.region}:${stack.account}:*` } },
      }),
    });
    sender.addToPolicy(allow(["firehose:PutRecord", "firehose:PutRecordBatch"], delivery.attrArn));
    for (const [name, log] of Object.entries(logs)) {
      const filter = new CfnSubscriptionFilter(this, name, {
        logGroupName: log.logGroupName,
        filterPattern: "",
        destinationArn: delivery.attrArn,
        roleArn: sender.roleArn,
      });
      filter.node.addDependency(sender);
    }
  }
}
