import { PolicyStatement, type Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IKey, Key } from "aws-cdk-lib/aws-kms";
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  type CfnBucket,
  type CorsRule,
  HttpMethods,
  type IBucket,
  InventoryFormat,
  InventoryFrequency,
  InventoryObjectVersion,
  type LifecycleRule,
  ObjectOwnership,
  type ReplicationRule,
  ReplicationTimeValue,
} from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { type Environment, removalOf } from "../environment.js";
import { bucketName } from "../names.js";
import { ofOurDistributions } from "./keys.js";

/** What every bucket is made with; `purpose` is in its name. */
export interface BucketSettings {
  readonly purpose: string;
  /** Without one S3's own key encrypts. */
  readonly key?: IKey;
  readonly lifecycle: LifecycleRule[];
  /** Where its access log goes; none for the bucket of logs itself. */
  readonly logs?: Bucket;
  /** Where a list of its objects goes each week. */
  readonly inventories?: Bucket;
  /** Whether EventBridge hears of objects that arrive and go. */
  readonly tellsEventBridge?: boolean;
  readonly more?: Partial<BucketProps>;
}

/** Versions, no public access, no ACLs, TLS alone, encrypted, an access log. */
export function makeBucket(scope: Construct, environment: Environment, settings: BucketSettings): Bucket {
  const { purpose, key, logs, inventories } = settings;
  const bucket = new Bucket(scope, purpose, {
    bucketName: bucketName(environment, purpose),
    versioned: true,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    ...(key === undefined
      ? { encryption: BucketEncryption.S3_MANAGED }
      : { encryption: BucketEncryption.KMS, encryptionKey: key, bucketKeyEnabled: true }),
    lifecycleRules: settings.lifecycle,
    ...(logs && { serverAccessLogsBucket: logs, serverAccessLogsPrefix: `s3/${purpose}/` }),
    ...(inventories && { inventories: [weekly(inventories, purpose)] }),
    removalPolicy: removalOf(environment),
    ...settings.more,
  });
  if (settings.tellsEventBridge) {
    // Bucket's own way is a custom resource with a function that may change any bucket.
    const resource = bucket.node.defaultChild as CfnBucket;
    resource.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
  }
  return bucket;
}

function weekly(destination: Bucket, purpose: string) {
  return {
    inventoryId: "weekly",
    destination: { bucket: destination, prefix: `inventory/${purpose}` },
    frequency: InventoryFrequency.WEEKLY,
    format: InventoryFormat.PARQUET,
    includeObjectVersions: InventoryObjectVersion.ALL,
    optionalFields: ["Size", "LastModifiedDate", "StorageClass", "ReplicationStatus", "EncryptionStatus"],
  };
}

/** Lets this account's distributions read a bucket's objects. */
export function letCloudFrontRead(bucket: Bucket): void {
  bucket.addToResourcePolicy(
    new PolicyStatement({
      sid: "CloudFrontReads",
      principals: [new ServicePrincipal("cloudfront.amazonaws.com")],
      actions: ["s3:GetObject"],
      resources: [bucket.arnForObjects("*")],
      conditions: ofOurDistributions(),
    }),
  );
}

/** Browsers put files there by signed addresses, from the site alone. */
export function uploadsFrom(origins: string[]): CorsRule[] {
  return [{ allowedMethods: [HttpMethods.PUT], allowedOrigins: origins, allowedHeaders: ["content-type"], maxAge: 3600 }];
}

/** A copy and the key it is encrypted with. */
export interface Copy {
  readonly bucket: IBucket;
  readonly key: IKey;
}

/** Rules that copy everything to each of `copies`, deletions included, with metrics. */
export function replicateTo(copies: readonly Copy[]): ReplicationRule[] {
  return copies.map(({ bucket, key }, index) => ({
    id: `copy-${index + 1}`,
    priority: index + 1,
    destination: bucket,
    kmsKey: key,
    sseKmsEncryptedObjects: true,
    deleteMarkerReplication: true,
    metrics: ReplicationTimeValue.FIFTEEN_MINUTES,
    replicationTimeControl: ReplicationTimeValue.FIFTEEN_MINUTES,
  }));
}

/** What S3 needs to copy `source` to `copies`, and no more. */
export function allowReplication(role: Role, source: { bucket: string; key: Key }, copies: readonly Copy[]): void {
  role.addToPolicy(new PolicyStatement({ actions: ["s3:GetReplicationConfiguration", "s3:ListBucket"], resources: [source.bucket] }));
  role.addToPolicy(
    new PolicyStatement({
      actions: ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"],
      resources: [`${source.bucket}/*`],
    }),
  );
  role.addToPolicy(new PolicyStatement({ actions: ["kms:Decrypt"], resources: [source.key.keyArn] }));
  for (const { bucket, key } of copies) {
    role.addToPolicy(
      new PolicyStatement({
        actions: ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"],
        resources: [bucket.arnForObjects("*")],
      }),
    );
    role.addToPolicy(new PolicyStatement({ actions: ["kms:GenerateDataKey", "kms:Encrypt"], resources: [key.keyArn] }));
  }
}

