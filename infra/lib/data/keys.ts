import { Aws } from "aws-cdk-lib";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import type { Topic } from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";
import { type Environment, removalOf } from "../environment.js";
import { named } from "../names.js";

/** What a key encrypts. One key a purpose, so that a lost one opens nothing else. */
export const KEY_PURPOSES = ["data", "raw-uploads", "public-media", "premium-media", "private-papers", "audit", "logs"] as const;
export type KeyPurpose = (typeof KEY_PURPOSES)[number];

/** A key of our own for a purpose, replaced by KMS each year. */
export function makeKey(scope: Construct, environment: Environment, purpose: KeyPurpose): Key {
  return new Key(scope, `${purpose}-key`, {
    alias: named(environment, purpose),
    description: `Durbar ${environment.name}: ${purpose}`,
    enableKeyRotation: true,
    removalPolicy: removalOf(environment),
  });
}

/**
 * Lets CloudFront read what a key encrypted. Which distribution that is can't be named here: the
 * distribution names the bucket, and the bucket its key. One account holds one environment.
 */
export function letCloudFrontDecrypt(key: Key): void {
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: "CloudFrontReads",
      principals: [new ServicePrincipal("cloudfront.amazonaws.com")],
      actions: ["kms:Decrypt"],
      resources: ["*"],
      conditions: ofOurDistributions(),
    }),
  );
}

/** The condition under which a request is one of this account's distributions. */
export function ofOurDistributions(): Record<string, Record<string, string>> {
  return {
    StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID },
    ArnLike: { "aws:SourceArn": `arn:${Aws.PARTITION}:cloudfront::${Aws.ACCOUNT_ID}:distribution/*` },
  };
}

/** Lets CloudWatch Logs encrypt this account's log groups. */
export function letLogsEncrypt(key: Key, region: string): void {
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: "LogsEncrypt",
      principals: [new ServicePrincipal(`logs.${region}.amazonaws.com`)],
      actions: ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"],
      resources: ["*"],
      conditions: {
        ArnLike: {
          "kms:EncryptionContext:aws:logs:arn": `arn:${Aws.PARTITION}:logs:${region}:${Aws.ACCOUNT_ID}:log-group:*`,
        },
      },
    }),
  );
}

/** Services of AWS that tell of alarms. */
const TELLING = ["cloudwatch", "events", "budgets", "costalerts"].map((name) => `${name}.amazonaws.com`);

/** Lets what tells of alarms encrypt what it tells. */
export function letServicesTell(key: Key): void {
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: "ServicesTell",
      principals: TELLING.map((name) => new ServicePrincipal(name)),
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
      resources: ["*"],
      conditions: { StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID } },
    }),
  );
}

/** Lets them publish to the topic of alarms. */
export function letServicesPublish(topic: Topic): void {
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: "ServicesPublish",
      principals: TELLING.map((name) => new ServicePrincipal(name)),
      actions: ["sns:Publish"],
      resources: [topic.topicArn],
      conditions: { StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID } },
    }),
  );
}
