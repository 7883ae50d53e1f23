import { Aws, Duration, Stack, type StackProps } from "aws-cdk-lib";
import { Rule, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import type { Construct } from "constructs";
import { allow, makeFunction, script } from "../compute/function.js";
import type { Environment } from "../environment.js";
import { bucketName } from "../names.js";

/** Buckets of an environment, by purpose. */
const BUCKETS = [
  "audit", "data-lake", "logs", "premium-media", "premium-media-copy", "private-papers", "public-media", "public-media-copy",
  "raw-uploads", "raw-uploads-copy", "site", "trail",
];

export interface ExpiryProps extends StackProps {
  readonly environment: Environment;
  /** All other stacks, those first that nothing stands on. */
  readonly stacks: Stack[];
  /** When its time is over. */
  readonly until: Date;
}

/** Takes an environment of a pull request down when its time is over. Each deployment renews it. */
export class ExpiryStack extends Stack {
  constructor(scope: Construct, id: string, props: ExpiryProps) {
    super(scope, id, props);
    const { environment, until } = props;
    const holdsBuckets = /-(data|security)$/;
    const stacks = [...props.stacks, this].map((stack) => ({
      name: stack.stackName,
      region: stack.region,
      holdsBuckets: holdsBuckets.test(stack.stackName),
    }));
    const buckets = BUCKETS.map((purpose) => bucketName(environment, purpose));
    const arns = buckets.map((name) => `arn:${Aws.PARTITION}:s3:::${name}`);
    const expire = makeFunction(this, environment, {
      purpose: "expire",
      of: script("expire"),
      description: "Takes this environment down when its time is over",
      memoryMb: 256,
      timeout: Duration.minutes(10),
      variables: { UNTIL: until.toISOString(), STACKS: JSON.stringify(stacks), BUCKETS: JSON.stringify(buckets) },
      may: [
        // The role that made a stack deletes what is in it; this one may only ask for it.
        allow(
          ["cloudformation:DeleteStack", "cloudformation:DescribeStacks"],
          ...stacks.map(({ name, region }) => `arn:${Aws.PARTITION}:cloudformation:${region}:${Aws.ACCOUNT_ID}:stack/${name}/*`),
        ),
        allow(["s3:ListBucketVersions"], ...arns),
        allow(["s3:DeleteObject", "s3:DeleteObjectVersion"], ...arns.map((arn) => `${arn}/*`)),
      ],
      atMost: 1,
    });
    new Rule(this, "clock", { schedule: Schedule.rate(Duration.minutes(15)), targets: [new LambdaFunction(expire, { retryAttempts: 0 })] });
  }
}
