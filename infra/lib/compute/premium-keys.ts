import { CustomResource, Duration, Stack } from "aws-cdk-lib";
import { ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { CfnRotationSchedule, Secret } from "aws-cdk-lib/aws-secretsmanager";
import { Construct } from "constructs";
import { type Environment, removalOf } from "../environment.js";
import { named } from "../names.js";
import type { DataStack } from "../stacks/data.js";
import { allow, makeFunction, script } from "./function.js";

/** Days after which another key signs, as in embedded mode. */
const ROTATE_AFTER = Duration.days(90);

/**
 * The keys of premium media: a secret whose versions hold a key each, as
 * `crates/platform/src/signer/key_secret.rs` reads it, and CloudFront's key group with the same
 * two. A function makes both and rotates them; CloudFormation only holds the group's name, or
 * each deployment would bring back the keys of the first.
 */
export class PremiumKeys extends Construct {
  readonly secret: Secret;
  /** CloudFront's key group. */
  readonly keyGroupId: string;

  constructor(scope: Construct, id: string, { environment, data }: { environment: Environment; data: DataStack }) {
    super(scope, id);
    this.secret = new Secret(this, "secret", {
      secretName: `durbar/${environment.name}/premium-keys`,
      description: "Keys that sign premium media: AWSCURRENT signs, AWSPREVIOUS still verifies",
      encryptionKey: data.keys.data,
      removalPolicy: removalOf(environment),
      ...(environment.recovery === 3 && { replicaRegions: [{ region: environment.standbyRegion }] }),
    });
    const { account } = Stack.of(this);
    const maker = makeFunction(this, environment, {
      purpose: "premium-keys",
      of: script("premium-keys"),
      description: "Makes and rotates the keys that sign premium media",
      memoryMb: 256,
      timeout: Duration.minutes(1),
      variables: { NAME: named(environment, "premium"), SECRET: this.secret.secretArn },
      may: [
        allow(
          [
            "cloudfront:CreateKeyGroup",
            "cloudfront:CreatePublicKey",
            "cloudfront:DeleteKeyGroup",
            "cloudfront:DeletePublicKey",
            "cloudfront:GetKeyGroup",
            "cloudfront:GetPublicKey",
            "cloudfront:UpdateKeyGroup",
          ],
          "*",
        ),
        allow(
          [
            "secretsmanager:DescribeSecret",
            "secretsmanager:GetSecretValue",
            "secretsmanager:PutSecretValue",
            "secretsmanager:TagResource",
            "secretsmanager:UpdateSecretVersionStage",
          ],
          this.secret.secretArn,
        ),
        allow(["kms:Decrypt", "kms:GenerateDataKey"], data.keys.data.keyArn),
      ],
      atMost: 1,
      logsKey: data.keys.logs,
    });
    maker.addPermission("secrets-manager", {
      principal: new ServicePrincipal("secretsmanager.amazonaws.com"),
      sourceArn: this.secret.secretArn,
      sourceAccount: account,
    });
    const made = new CustomResource(this, "first", { serviceToken: maker.functionArn, resourceType: "Custom::PremiumKeys" });
    made.node.addDependency(maker.role ?? maker);
    this.keyGroupId = made.ref;
    // Secret's own way would write the function's role into the key's policy, in another stack.
    const rotation = new CfnRotationSchedule(this, "rotation", {
      secretId: this.secret.secretArn,
      rotationLambdaArn: maker.functionArn,
      rotationRules: { scheduleExpression: `rate(${ROTATE_AFTER.toDays()} days)`, duration: "4h" },
      rotateImmediatelyOnUpdate: false,
    });
    rotation.node.addDependency(made, maker);
  }
}
