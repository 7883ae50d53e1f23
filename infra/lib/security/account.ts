import { CfnAnalyzer } from "aws-cdk-lib/aws-accessanalyzer";
import { CfnConfigRule, CfnConfigurationRecorder, CfnDeliveryChannel } from "aws-cdk-lib/aws-config";
import { CfnDetector } from "aws-cdk-lib/aws-guardduty";
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { CfnHub, CfnStandard } from "aws-cdk-lib/aws-securityhub";
import { Stack } from "aws-cdk-lib";
import { Construct } from "constructs";
import { TAGS } from "../tags.js";
import type { Environment } from "../environment.js";
import { named } from "../names.js";
import type { DataStack } from "../stacks/data.js";

/** Config's managed rules: what must be so of every resource in the account. */
const RULES: { name: string; identifier: string; parameters?: Record<string, string> }[] = [
  {
    name: "tags",
    identifier: "REQUIRED_TAGS",
    parameters: Object.fromEntries(TAGS.map((tag, index) => [`tag${index + 1}Key`, tag])),
  },
  { name: "buckets-refuse-public-reads", identifier: "S3_BUCKET_PUBLIC_READ_PROHIBITED" },
  { name: "buckets-refuse-public-writes", identifier: "S3_BUCKET_PUBLIC_WRITE_PROHIBITED" },
  { name: "buckets-keep-versions", identifier: "S3_BUCKET_VERSIONING_ENABLED" },
  { name: "buckets-ask-for-tls", identifier: "S3_BUCKET_SSL_REQUESTS_ONLY" },
  { name: "tables-can-be-restored", identifier: "DYNAMODB_PITR_ENABLED" },
  { name: "keys-are-replaced", identifier: "CMK_BACKING_KEY_ROTATION_ENABLED" },
  { name: "secrets-are-replaced", identifier: "SECRETSMANAGER_ROTATION_ENABLED_CHECK" },
  { name: "nobody-may-do-everything", identifier: "IAM_POLICY_NO_STATEMENTS_WITH_ADMIN_ACCESS" },
  { name: "root-has-no-keys", identifier: "IAM_ROOT_ACCESS_KEY_CHECK" },
  { name: "root-needs-a-second-factor", identifier: "ROOT_ACCOUNT_MFA_ENABLED" },
];

/** What watches the account as a whole; there can be one of each in an account and region. */
export class AccountWatch extends Construct {
  constructor(scope: Construct, id: string, { environment, data }: { environment: Environment; data: DataStack }) {
    super(scope, id);
    const { partition, region, account } = Stack.of(this);
    new CfnDetector(this, "guardduty", {
      enable: true,
      findingPublishingFrequency: "FIFTEEN_MINUTES",
      features: [
        { name: "S3_DATA_EVENTS", status: "ENABLED" },
        { name: "LAMBDA_NETWORK_LOGS", status: "ENABLED" },
      ],
    });
    const hub = new CfnHub(this, "security-hub", { enableDefaultStandards: false, autoEnableControls: true });
    for (const [name, standard] of [
      ["cis", `arn:${partition}:securityhub:${region}::standards/cis-aws-foundations-benchmark/v/3.0.0`],
      ["best-practices", `arn:${partition}:securityhub:${region}::standards/aws-foundational-security-best-practices/v/1.0.0`],
    ] as const) {
      new CfnStandard(this, name, { standardsArn: standard }).addResourceDependency(hub);
    }
    new CfnAnalyzer(this, "access-analyzer", { analyzerName: named(environment, "access"), type: "ACCOUNT" });
    this.addConfig(environment, data, account);
  }

  private addConfig(environment: Environment, data: DataStack, account: string): void {
    const role = new Role(this, "config-role", {
      roleName: named(environment, "config"),
      assumedBy: new ServicePrincipal("config.amazonaws.com"),
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName("service-role/AWS_ConfigRole")],
    });
    const ours = { StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" } };
    role.addToPolicy(
      new PolicyStatement({ actions: ["s3:PutObject"], resources: [data.logs.arnForObjects(`config/AWSLogs/${account}/*`)], conditions: ours }),
    );
    role.addToPolicy(new PolicyStatement({ actions: ["s3:GetBucketAcl"], resources: [data.logs.bucketArn] }));
    const recorder = new CfnConfigurationRecorder(this, "config", {
      name: named(environment, "config"),
      roleArn: role.roleArn,
      recordingGroup: { allSupported: true, includeGlobalResourceTypes: true },
    });
    const channel = new CfnDeliveryChannel(this, "config-channel", {
      name: named(environment, "config"),
      s3BucketName: data.logs.bucketName,
      s3KeyPrefix: "config",
    });
    channel.node.addDependency(role);
    for (const { name, identifier, parameters } of RULES) {
      const rule = new CfnConfigRule(this, name, {
        configRuleName: named(environment, name),
        source: { owner: "AWS", sourceIdentifier: identifier },
        ...(parameters && { inputParameters: parameters }),
      });
      rule.addResourceDependency(recorder);
    }
  }
}
