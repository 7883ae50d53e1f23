import { Stack, type StackProps } from "aws-cdk-lib";
import type { TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Key } from "aws-cdk-lib/aws-kms";
import { Bucket, type IBucket } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import {
  allowReplication,
  type BucketSettings,
  type Copy,
  letCloudFrontRead,
  makeBucket,
  replicateTo,
  uploadsFrom,
} from "../data/buckets.js";
import { type KeyPurpose, letCloudFrontDecrypt, letLogsEncrypt, letServicesPublish, letServicesTell, makeKey } from "../data/keys.js";
import { LIFECYCLE } from "../data/lifecycle.js";
import { makeTable } from "../data/table.js";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type { Environment } from "../environment.js";
import { bucketName, named } from "../names.js";
import type { StandbyDataStack } from "./standby-data.js";

export interface DataProps extends StackProps {
  readonly environment: Environment;
  /** Copies in another region: recovery options 2 and 3. */
  readonly standby?: StandbyDataStack;
}

type Replicated = "raw-uploads" | "public-media" | "premium-media";

/** The table and the buckets. What is here outlives every other stack. */
export class DataStack extends Stack {
  readonly table: TableV2;
  readonly keys: Readonly<Record<KeyPurpose, Key>>;
  readonly logs: Bucket;
  readonly lake: Bucket;
  readonly site: Bucket;
  readonly rawUploads: Bucket;
  readonly publicMedia: Bucket;
  readonly premiumMedia: Bucket;
  readonly privatePapers: Bucket;
  readonly audit: Bucket;
  /** Where alarms go to: mail, and whatever else is subscribed. */
  readonly alarms: Topic;

  private readonly environmentOfStack: Environment;

  constructor(scope: Construct, id: string, props: DataProps) {
    super(scope, id, props);
    const { environment, standby } = props;
    this.environmentOfStack = environment;
    const key = (purpose: KeyPurpose) => makeKey(this, environment, purpose);
    this.keys = {
      data: key("data"),
      "raw-uploads": key("raw-uploads"),
      "public-media": key("public-media"),
      "premium-media": key("premium-media"),
      "private-papers": key("private-papers"),
      audit: key("audit"),
      logs: key("logs"),
    };
    letLogsEncrypt(this.keys.logs, environment.region);
    this.table = makeTable(this, environment, this.keys.data, standby?.tableKey.keyArn);
    // S3 writes access logs to buckets with its own key only.
    this.logs = this.bucket({ purpose: "logs", lifecycle: LIFECYCLE.logs });
    const { logs } = this;
    const kept = { logs, inventories: logs };
    this.rawUploads = this.replicated("raw-uploads", LIFECYCLE.rawUploads, standby?.rawUploads, {
      tellsEventBridge: true,
      more: { cors: uploadsFrom([`https://${environment.domain.name}`]) },
    });
    this.publicMedia = this.replicated("public-media", LIFECYCLE.publicMedia, standby?.publicMedia);
    this.premiumMedia = this.replicated("premium-media", LIFECYCLE.premiumMedia, standby?.premiumMedia);
    this.privatePapers = this.bucket({
      ...kept,
      purpose: "private-papers",
      key: this.keys["private-papers"],
      lifecycle: LIFECYCLE.privatePapers,
    });
    this.audit = this.bucket({
      ...kept,
      purpose: "audit",
      key: this.keys.audit,
      lifecycle: LIFECYCLE.audit,
      // How long is said by the server with each object (DURBAR_AUDIT_LOCK_DAYS).
      more: { objectLockEnabled: true },
    });
    this.lake = this.bucket({ ...kept, purpose: "data-lake", key: this.keys.data, lifecycle: LIFECYCLE.lake });
    // Scripts, styles and fonts are public: S3's own key does.
    this.site = this.bucket({ purpose: "site", lifecycle: LIFECYCLE.site, logs });
    for (const bucket of [this.publicMedia, this.premiumMedia, this.site]) letCloudFrontRead(bucket);
    letCloudFrontDecrypt(this.keys["public-media"]);
    letCloudFrontDecrypt(this.keys["premium-media"]);
    letServicesTell(this.keys.logs);
    this.alarms = new Topic(this, "alarms", {
      topicName: named(environment, "alarms"),
      masterKey: this.keys.logs,
      enforceSSL: true,
    });
    letServicesPublish(this.alarms);
    if (environment.alarmAddress !== undefined) this.alarms.addSubscription(new EmailSubscription(environment.alarmAddress));
  }

  private bucket(settings: BucketSettings): Bucket {
    return makeBucket(this, this.environmentOfStack, settings);
  }

  /** A bucket whose objects are copied within the region, and to the standby region if there is one. */
  private replicated(
    purpose: Replicated,
    lifecycle: (typeof LIFECYCLE)["rawUploads" | "publicMedia" | "premiumMedia"],
    elsewhere: Copy | undefined,
    settings: Pick<BucketSettings, "tellsEventBridge" | "more"> = {},
  ): Bucket {
    const environment = this.environmentOfStack;
    const key = this.keys[purpose];
    const near = this.bucket({ purpose: `${purpose}-copy`, key, lifecycle, logs: this.logs });
    const copies: Copy[] = [{ bucket: near, key }, ...(elsewhere ? [elsewhere] : [])];
    const role = new Role(this, `${purpose}-replication`, {
      roleName: named(environment, `${purpose}-replication`),
      assumedBy: new ServicePrincipal("s3.amazonaws.com"),
    });
    allowReplication(role, { bucket: `arn:aws:s3:::${bucketName(environment, purpose)}`, key }, copies);
    return this.bucket({
      purpose,
      key,
      lifecycle,
      logs: this.logs,
      inventories: this.logs,
      ...settings,
      more: { replicationRole: role, replicationRules: replicateTo(copies), ...settings.more },
    });
  }
}

/** A bucket of another stack by its name, for whom a reference would close a circle. */
export function bucketByName(scope: Construct, id: string, environment: Environment, purpose: string, region?: string): IBucket {
  return Bucket.fromBucketAttributes(scope, id, {
    bucketName: bucketName(environment, purpose),
    region: region ?? environment.region,
  });
}
