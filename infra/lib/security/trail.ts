import { Duration, Stack } from "aws-cdk-lib";
import { CfnTrail } from "aws-cdk-lib/aws-cloudtrail";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { type Bucket, ObjectLockRetention } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import { makeBucket } from "../data/buckets.js";
import { LIFECYCLE } from "../data/lifecycle.js";
import type { Environment } from "../environment.js";
import { named } from "../names.js";
import type { DataStack } from "../stacks/data.js";

/** Who changed what in the account, and who touched objects and items; locked against deletion. */
export class Trail extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { environment, data }: { environment: Environment; data: DataStack }) {
    super(scope, id);
    const name = named(environment, "trail");
    const stack = Stack.of(this);
    const trailArn = `arn:${stack.partition}:cloudtrail:${stack.region}:${stack.account}:trail/${name}`;
    this.bucket = makeBucket(this, environment, {
      purpose: "trail",
      lifecycle: LIFECYCLE.logs,
      logs: data.logs,
      more: { objectLockEnabled: true, objectLockDefaultRetention: ObjectLockRetention.governance(Duration.days(environment.keepsData ? 365 : 1)) },
    });
    const service = new ServicePrincipal("cloudtrail.amazonaws.com");
    const ofTrail = { StringEquals: { "aws:SourceArn": trailArn } };
    this.bucket.addToResourcePolicy(
      new PolicyStatement({ sid: "TrailLooks", principals: [service], actions: ["s3:GetBucketAcl"], resources: [this.bucket.bucketArn], conditions: ofTrail }),
    );
    this.bucket.addToResourcePolicy(
      new PolicyStatement({
        sid: "TrailWrites",
        principals: [service],
        actions: ["s3:PutObject"],
        resources: [this.bucket.arnForObjects(`AWSLogs/${stack.account}/*`)],
        conditions: ofTrail,
      }),
    );
    const trail = new CfnTrail(this, "cloudtrail", {
      trailName: name,
      s3BucketName: this.bucket.bucketName,
      isLogging: true,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      advancedEventSelectors: [
        { name: "everything that is managed", fieldSelectors: [{ field: "eventCategory", equalTo: ["Management"] }] },
        {
          name: "papers, premium media and the audit trail: whoever reads or writes",
          fieldSelectors: dataOf("AWS::S3::Object", [data.privatePapers, data.premiumMedia, data.audit].map((it) => `${it.bucketArn}/`)),
        },
        {
          name: "other objects: whoever writes or deletes",
          fieldSelectors: [...dataOf("AWS::S3::Object", [data.rawUploads, data.publicMedia].map((it) => `${it.bucketArn}/`)), WRITES],
        },
        { name: "items: whoever writes or deletes", fieldSelectors: [...dataOf("AWS::DynamoDB::Table", [data.table.tableArn]), WRITES] },
      ],
    });
    trail.node.addDependency(this.bucket);
  }
}

const WRITES = { field: "readOnly", equalTo: ["false"] };

function dataOf(type: string, startsWith: string[]): CfnTrail.AdvancedFieldSelectorProperty[] {
  return [
    { field: "eventCategory", equalTo: ["Data"] },
    { field: "resources.type", equalTo: [type] },
    { field: "resources.ARN", startsWith },
  ];
}
