/** Why rules of a checker are not followed by some constructs. */
export interface Exception {
  /** Rules of cdk-nag (AwsSolutions-…), checkov (CKV…) or cfn-lint (E, W or I and four digits). */
  readonly rules: readonly string[];
  /** Paths of the constructs. */
  readonly where: RegExp;
  readonly reason: string;
}

/** Why a wildcard in a policy's resource is right. Tests refuse every other one. */
export interface Wildcard {
  /** The resource as the template has it, references written as `${Name}`. */
  readonly resource: RegExp;
  readonly reason: string;
}

/** Of all constructs, also of those that CDK adds as it writes the templates. */
export const EVERYTHING = /./;

export const EXCEPTIONS: readonly Exception[] = [
  {
    rules: ["AwsSolutions-IAM5", "CKV_AWS_111", "CKV_AWS_109", "CKV_AWS_107", "CKV_AWS_108", "CKV_AWS_110"],
    where: EVERYTHING,
    reason: "test/policies.test.ts looks at each wildcard and refuses those without a reason of their own",
  },
  {
    rules: ["AwsSolutions-IAM4"],
    where: /-security\/account\/config-role\/|-recovery\/backups\/table\/Role\//,
    reason: "AWS keeps these two policies as its Config and Backup need them; each role is assumed by that service alone",
  },
  {
    rules: ["AwsSolutions-COG1"],
    where: /-identity\/pool\//,
    reason: "12 characters of any kind: rules about kinds make passwords worse (NIST SP 800-63B, docs/security.md)",
  },
  {
    rules: ["AwsSolutions-COG2"],
    where: /-identity\/pool\//,
    reason: "Buyers may do without; brokers and admins have no powers without it, by the product's own policy",
  },
  {
    rules: ["AwsSolutions-COG8"],
    where: /-identity\/pool\//,
    reason: "Attempts are limited, and known passwords refused, by the product itself; the plus plan costs by member",
  },
  {
    rules: ["AwsSolutions-COG7", "CKV_AWS_366"],
    where: /-identity\/guests$|\/real-users\/visitors$/,
    reason: "Guests are what these pools are for: one role reads public objects, the other sends measurements",
  },
  {
    rules: ["AwsSolutions-SQS3"],
    where: /\/relay-aside-queue\//,
    reason: "It is the dead-letter queue of the table's stream, which is no queue",
  },
  {
    rules: ["AwsSolutions-L1"],
    where: /-edge\/body-hash\//,
    reason: "Lambda@Edge follows new runtimes later than Lambda does",
  },
  {
    rules: ["AwsSolutions-CFR3", "CKV_AWS_86"],
    where: /-edge\/distribution\//,
    reason: "The access log goes to CloudWatch by a delivery (access-log.ts), which these rules don't know",
  },
  {
    rules: ["AwsSolutions-CFR1", "CKV_AWS_374"],
    where: /-edge\/distribution\//,
    reason: "Nepalis abroad are among the buyers",
  },
  {
    rules: ["AwsSolutions-SMG4"],
    where: /\/canaries\/visitor\//,
    reason: "The account of the canaries has its password from the user pool, which no function could change alone",
  },
  {
    rules: ["CKV_AWS_115"],
    where: EVERYTHING,
    reason: "Those that must not run side by side have a limit; the site takes what the account allows, or visitors would be refused",
  },
  {
    rules: ["CKV_AWS_116"],
    where: EVERYTHING,
    reason: "What functions are given comes from a queue or stream that puts aside what failed, or somebody waits for the answer",
  },
  { rules: ["CKV_AWS_117"], where: EVERYTHING, reason: "There is no network of ours to be in: every service is reached over TLS by its own address" },
  {
    rules: ["CKV_AWS_158"],
    where: /-edge\/|-expiry\/|\/deletions\/|\/log-archive\/failures\//,
    reason: "No personal data is in these; the services that write them do so with CloudWatch's own key",
  },
  { rules: ["CKV_AWS_173"], where: EVERYTHING, reason: "Variables hold names alone; what is secret is in Secrets Manager" },
  { rules: ["CKV_AWS_18"], where: /\/(standby-)?logs\//, reason: "It is the bucket that access logs go to" },
  { rules: ["CKV_AWS_27"], where: /-queue\//, reason: "SQS encrypts with its own key: messages are events, which hold identifiers alone" },
  {
    rules: ["CKV_AWS_35"],
    where: /-security\/trail\//,
    reason: "S3's own key: losing a key of ours must not lose the record of how it was lost",
  },
];

/** Part of a resource that names something of a region and account. */
const HERE = "[a-z0-9-]+:[0-9]{12}";

export const WILDCARDS: readonly Wildcard[] = [
  { resource: /^\*$/, reason: "X-Ray, CloudFront's keys and CloudWatch's metrics know no resources: ONLY_EVERYTHING lists the actions" },
  { resource: /(^\$\{[A-Za-z0-9.]+\}|^arn:aws:s3:::durbar-[a-z0-9-]+)\/\*$/, reason: "Every object of one bucket, or every export of the table: their names are made as they are written" },
  { resource: /^\$\{[A-Za-z0-9.]+\}\/(index|export)\/\*$/, reason: "The table's own indexes and exports" },
  { resource: /^\$\{[A-Za-z0-9.]+\}\/(events|cloudwatch|canaries\/[a-z0-9-]+\/[a-z]+|config\/AWSLogs\/[0-9]{12})\/\*$/, reason: "Every object of one folder of a bucket" },
  { resource: new RegExp(`^arn:aws:dynamodb:${HERE}:table/durbar-[a-z0-9-]+-table/index/\\*$`), reason: "The indexes of the table's copy" },
  { resource: /:secret:durbar\/[a-z0-9-]+\/premium-keys-\?{6}$/, reason: "Secrets Manager ends the ARN of a copy with six letters of its own" },
  { resource: new RegExp(`^arn:aws:mediaconvert:${HERE}:jobs/\\*$`), reason: "Jobs are named by MediaConvert as they begin" },
  { resource: /:glue:[^/]+:table\/durbar_[a-z0-9_]+\/\*$/, reason: "A table for each export, in a database of their own" },
  { resource: new RegExp(`^arn:aws:logs:${HERE}:log-group:/aws/lambda/cwsyn-[a-z0-9-]+\\*$`), reason: "Synthetics names the log of a canary with letters of its own" },
  { resource: /:rule\/DO-NOT-DELETE-AmazonGuardDutyMalwareProtectionS3\*$/, reason: "GuardDuty names its own rule; a condition says that it is managed by it" },
  { resource: /:stack\/durbar-pr-[0-9]+-[a-z]+\/\*$/, reason: "CloudFormation ends the ARN of a stack with an identifier of its own" },
  { resource: /:parameter\/cdk\/exports\/[^*]*\*$/, reason: "CDK's own way to tell a value to a stack in another region: parameters below that stack's name" },
];

/** Actions that AWS gives for everything or not at all. */
export const ONLY_EVERYTHING: readonly string[] = [
  "cloudfront:CreateKeyGroup",
  "cloudfront:CreatePublicKey",
  "cloudfront:DeleteKeyGroup",
  "cloudfront:DeletePublicKey",
  "cloudfront:GetKeyGroup",
  "cloudfront:GetPublicKey",
  "cloudfront:UpdateKeyGroup",
  "cloudwatch:PutMetricData",
  "logs:CreateLogDelivery",
  "logs:DeleteLogDelivery",
  "logs:DescribeLogGroups",
  "logs:DescribeResourcePolicies",
  "logs:GetLogDelivery",
  "logs:ListLogDeliveries",
  "logs:PutResourcePolicy",
  "logs:UpdateLogDelivery",
  "xray:GetSamplingRules",
  "xray:GetSamplingTargets",
  "xray:PutTelemetryRecords",
  "xray:PutTraceSegments",
];
