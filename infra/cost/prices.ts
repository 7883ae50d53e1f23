/**
 * What AWS asks for a unit in ap-south-1 (Mumbai), in US dollars without tax, on demand, without
 * free allowances and discounts. Services of the edge (CloudFront, WAF, Lambda@Edge) and Cognito
 * are priced as they are for visitors in India.
 *
 * None of these was read from AWS by us: no account and no way to the price list was at hand.
 * Before money depends on one, compare it with https://aws.amazon.com/pricing or the AWS Price List
 * (`aws pricing get-products`), correct it here, and move the date.
 */

/** The day on which the whole list was last gone through. */
export const PRICES_OF = "2026-11-23";

/**
 * How a price is known. `quoted`: somebody's public page or repository quotes AWS's list, and we
 * saw that. `memory`: remembered from AWS's public pages, of 2025 or before, and must be checked.
 */
export type Basis = "quoted" | "memory";

export interface Price {
  readonly usd: number;
  /** What it is the price of. */
  readonly unit: string;
  readonly basis: Basis;
  /** Month in which the source said so; a year alone where no month is known. */
  readonly known: string;
  /** Name of the page or of the entry in AWS's list. */
  readonly source: string;
}

const quoted = (usd: number, unit: string, source: string, known = "2026-09"): Price => ({ usd, unit, basis: "quoted", known, source });
const memory = (usd: number, unit: string, source: string): Price => ({ usd, unit, basis: "memory", known: "2025", source });

const MILLION = 1e6;

export const PRICES = {
  // S3: aws.amazon.com/s3/pricing
  s3Standard: quoted(0.025, "GB and month, first 50 TB", "AWS Price List, AmazonS3 APS3-TimedStorage-ByteHrs"),
  s3DeepArchive: memory(0.002, "GB and month", "Amazon S3 pricing, Glacier Deep Archive"),
  s3Put: quoted(0.005 / 1e3, "PUT, COPY, POST or LIST", "AWS Price List, AmazonS3 APS3-Requests-Tier1"),
  s3Get: quoted(0.0004 / 1e3, "GET", "AWS Price List, AmazonS3 APS3-Requests-Tier2"),
  s3ReplicationTime: memory(0.015, "GB copied within 15 minutes", "Amazon S3 pricing, Replication Time Control"),
  // CloudFront and what runs there: aws.amazon.com/cloudfront/pricing
  edgeOut: quoted(0.109, "GB to visitors in India, first 10 TB", "Amazon CloudFront pricing", "2025"),
  edgeOutMore: quoted(0.085, "GB to visitors in India, next 40 TB", "Amazon CloudFront pricing", "2025"),
  edgeRequest: memory(0.012 / 1e4, "HTTPS request in India", "Amazon CloudFront pricing"),
  edgeFunction: memory(0.1 / MILLION, "run of a CloudFront Function", "Amazon CloudFront pricing"),
  edgeLambdaRequest: memory(0.6 / MILLION, "run of Lambda@Edge", "AWS Lambda pricing, Lambda@Edge"),
  edgeLambdaSecond: memory(0.00005001, "GB and second of Lambda@Edge", "AWS Lambda pricing, Lambda@Edge"),
  hostedZone: memory(0.5, "hosted zone and month", "Amazon Route 53 pricing"),
  // WAF: aws.amazon.com/waf/pricing
  wafAcl: quoted(5, "access control list and month", "AWS WAF pricing", "2026"),
  wafRule: quoted(1, "rule or group of AWS's and month", "AWS WAF pricing", "2026"),
  wafRequest: quoted(0.6 / MILLION, "request looked at", "AWS WAF pricing", "2026"),
  // Lambda on arm64: aws.amazon.com/lambda/pricing
  lambdaSecond: quoted(0.0000133334, "GB and second", "AWS Price List, AWSLambda APS3-Lambda-GB-Second-ARM"),
  lambdaRequest: quoted(0.2 / MILLION, "run", "AWS Price List, AWSLambda APS3-Request"),
  lambdaWarmSecond: memory(0.0000033334, "GB and second kept warm", "AWS Lambda pricing, provisioned concurrency, arm64"),
  lambdaSecondIntel: memory(0.0000166667, "GB and second on x86, which canaries run on", "AWS Lambda pricing"),
  // DynamoDB: aws.amazon.com/dynamodb/pricing/on-demand
  tableWrite: quoted(0.71 / MILLION, "write unit", "AWS Price List, AmazonDynamoDB APS3-WriteRequestUnits"),
  tableRead: quoted(0.1425 / MILLION, "read unit", "AWS Price List, AmazonDynamoDB APS3-ReadRequestUnits"),
  tableStorage: quoted(0.285, "GB and month", "AWS Price List, AmazonDynamoDB APS3-TimedStorage-ByteHrs"),
  tableRecovery: memory(0.228, "GB and month of point-in-time recovery", "Amazon DynamoDB pricing"),
  tableBackup: memory(0.114, "GB and month of a backup", "Amazon DynamoDB pricing"),
  tableExport: memory(0.114, "GB exported", "Amazon DynamoDB pricing"),
  tableRestore: memory(0.171, "GB restored", "Amazon DynamoDB pricing"),
  // People: aws.amazon.com/cognito/pricing
  memberEssentials: memory(0.015, "monthly active user beyond the allowance, plan Essentials", "Amazon Cognito pricing"),
  memberLite: memory(0.0055, "monthly active user beyond the allowance, plan Lite", "Amazon Cognito pricing"),
  // Watching: aws.amazon.com/cloudwatch/pricing, /xray/pricing, /kinesis/data-firehose/pricing
  logTaken: quoted(0.67, "GB of log taken in", "AWS Price List, AmazonCloudWatch APS3-DataProcessing-Bytes"),
  logKept: memory(0.03, "GB and month of log kept", "Amazon CloudWatch pricing"),
  logOfEdge: memory(0.5, "GB of CloudFront's log taken in, in us-east-1", "Amazon CloudWatch pricing, vended logs"),
  logArchived: memory(0.034, "GB through Firehose", "Amazon Data Firehose pricing"),
  alarm: memory(0.1, "metric of an alarm and month", "Amazon CloudWatch pricing"),
  compositeAlarm: memory(0.5, "composite alarm and month", "Amazon CloudWatch pricing"),
  metric: memory(0.3, "metric of our own and month", "Amazon CloudWatch pricing"),
  dashboard: memory(3, "dashboard and month", "Amazon CloudWatch pricing"),
  canaryRun: memory(0.0012, "run of a canary", "Amazon CloudWatch pricing, Synthetics"),
  trace: memory(5 / MILLION, "trace recorded", "AWS X-Ray pricing"),
  // Security: aws.amazon.com/guardduty/pricing, /security-hub/pricing, /config/pricing, /cloudtrail/pricing
  guardDutyManagement: memory(4.6 / MILLION, "event of CloudTrail looked at", "Amazon GuardDuty pricing"),
  guardDutyObject: memory(0.92 / MILLION, "event of S3 looked at", "Amazon GuardDuty pricing"),
  securityCheck: quoted(0.001, "check of Security Hub", "AWS Security Hub pricing, quoted for Ohio", "2025"),
  configItem: quoted(0.003, "configuration item", "AWS Config pricing, quoted for Ohio", "2025"),
  configEvaluation: quoted(0.001, "evaluation of a rule of Config", "AWS Config pricing, quoted for Ohio", "2025"),
  trailDataEvent: memory(0.1 / 1e5, "data event of CloudTrail", "AWS CloudTrail pricing"),
  key: quoted(1, "key of KMS and month", "AWS Price List, awskms ap-south-1-KMS-Keys"),
  secret: memory(0.4, "secret and month", "AWS Secrets Manager pricing"),
  // Events and media
  event: memory(1 / MILLION, "event on a bus", "Amazon EventBridge pricing"),
  queueRequest: memory(0.4 / MILLION, "request of a queue", "Amazon SQS pricing"),
  transition: quoted(0.0000285, "state transition", "AWS Price List, AmazonStates APS3-StateTransition"),
  filmMinuteSd: memory(0.0085, "minute made in standard definition", "AWS Elemental MediaConvert pricing, basic tier, AVC"),
  filmMinuteHd: memory(0.017, "minute made in high definition", "AWS Elemental MediaConvert pricing, basic tier, AVC"),
} satisfies Record<string, Price>;

/** Names of prices. */
export type PriceName = keyof typeof PRICES;

/** Bytes of a GB as AWS bills it. */
export const GB = 2 ** 30;
/** Hours of a month, as AWS's calculator has it. */
export const HOURS = 730;
/** GB after which CloudFront is cheaper. */
export const EDGE_FIRST_TIER = 10 * 1024;
/** Monthly active users that each plan has free. */
export const FREE_MEMBERS = 10_000;
