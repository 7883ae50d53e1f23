import { Stack, type StackProps } from "aws-cdk-lib";
import { CfnMalwareProtectionPlan } from "aws-cdk-lib/aws-guardduty";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import { allow } from "../compute/function.js";
import type { Environment } from "../environment.js";
import { named } from "../names.js";
import { AccountWatch } from "../security/account.js";
import { SecurityAlerts } from "../security/alerts.js";
import { Trail } from "../security/trail.js";
import type { DataStack } from "./data.js";

/** What watches over the account and the data. */
export class SecurityStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps & { environment: Environment; data: DataStack }) {
    super(scope, id, props);
    const { environment, data } = props;
    new Trail(this, "trail", props);
    new SecurityAlerts(this, "alerts", props);
    if (environment.ownsAccount) new AccountWatch(this, "account", props);
    if (environment.malwareScan) this.scanUploads(environment, data);
  }

  /** GuardDuty looks through each upload and tells of what it finds as a finding. */
  private scanUploads(environment: Environment, data: DataStack): void {
    const role = new Role(this, "scanner", {
      roleName: named(environment, "malware-scan"),
      assumedBy: new ServicePrincipal("malware-protection-plan.guardduty.amazonaws.com"),
    });
    const { rawUploads, keys } = data;
    const rule = `arn:${this.partition}:events:${this.region}:${this.account}:rule/DO-NOT-DELETE-AmazonGuardDutyMalwareProtectionS3*`;
    role.addToPolicy(
      new PolicyStatement({
        actions: ["events:DeleteRule", "events:PutRule", "events:PutTargets", "events:RemoveTargets"],
        resources: [rule],
        conditions: { StringLike: { "events:ManagedBy": "malware-protection-plan.guardduty.amazonaws.com" } },
      }),
    );
    role.addToPolicy(allow(["events:DescribeRule", "events:ListTargetsByRule"], rule));
    role.addToPolicy(allow(["s3:GetBucketNotification", "s3:PutBucketNotification", "s3:ListBucket"], rawUploads.bucketArn));
    role.addToPolicy(
      allow(
        ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObjectTagging", "s3:GetObjectTagging", "s3:PutObjectVersionTagging", "s3:GetObjectVersionTagging"],
        rawUploads.arnForObjects("*"),
      ),
    );
    role.addToPolicy(allow(["s3:PutObject"], rawUploads.arnForObjects("malware-protection-resource-validation-object")));
    role.addToPolicy(allow(["kms:Decrypt", "kms:GenerateDataKey"], keys["raw-uploads"].keyArn));
    const plan = new CfnMalwareProtectionPlan(this, "malware-scan", {
      role: role.roleArn,
      protectedResource: { s3Bucket: { bucketName: rawUploads.bucketName } },
      actions: { tagging: { status: "ENABLED" } },
    });
    plan.node.addDependency(role);
  }
}
