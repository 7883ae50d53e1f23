import { Stack, type StackProps } from "aws-cdk-lib";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { Key } from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";
import { type Copy, letCloudFrontRead, makeBucket } from "../data/buckets.js";
import { letCloudFrontDecrypt, letLogsEncrypt, makeKey } from "../data/keys.js";
import { LIFECYCLE } from "../data/lifecycle.js";
import type { Environment } from "../environment.js";

/** What recovery options 2 and 3 copy to the standby region. The table's copy belongs to the table. */
export class StandbyDataStack extends Stack {
  readonly tableKey: Key;
  readonly logsKey: Key;
  readonly rawUploads: Copy;
  readonly publicMedia: Copy;
  readonly premiumMedia: Copy;

  constructor(scope: Construct, id: string, props: StackProps & { environment: Environment }) {
    super(scope, id, props);
    const { environment } = props;
    this.tableKey = makeKey(this, environment, "data");
    this.logsKey = makeKey(this, environment, "logs");
    letLogsEncrypt(this.logsKey, environment.standbyRegion);
    const logs = makeBucket(this, environment, { purpose: "standby-logs", lifecycle: LIFECYCLE.logs });
    const copy = (purpose: "raw-uploads" | "public-media" | "premium-media", lifecycle: Copies): { bucket: Bucket; key: Key } => {
      const key = makeKey(this, environment, purpose);
      const bucket = makeBucket(this, environment, { purpose: `${purpose}-standby`, key, lifecycle, logs });
      return { bucket, key };
    };
    this.rawUploads = copy("raw-uploads", LIFECYCLE.rawUploads);
    const publicMedia = copy("public-media", LIFECYCLE.publicMedia);
    const premiumMedia = copy("premium-media", LIFECYCLE.premiumMedia);
    for (const { bucket, key } of [publicMedia, premiumMedia]) {
      letCloudFrontRead(bucket);
      letCloudFrontDecrypt(key);
    }
    this.publicMedia = publicMedia;
    this.premiumMedia = premiumMedia;
  }
}

type Copies = (typeof LIFECYCLE)["rawUploads" | "publicMedia" | "premiumMedia"];
