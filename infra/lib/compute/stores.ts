import { Stack } from "aws-cdk-lib";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import type { ISecret } from "aws-cdk-lib/aws-secretsmanager";
import type { Construct } from "constructs";
import type { Environment } from "../environment.js";
import { named } from "../names.js";
import { bucketByName, type DataStack } from "../stacks/data.js";
import type { StandbyDataStack } from "../stacks/standby-data.js";

/** What a server keeps things in, in one region. */
export interface Stores {
  readonly region: string;
  readonly table: { readonly tableName: string; readonly tableArn: string };
  readonly buckets: Readonly<Record<"rawUploads" | "publicMedia" | "premiumMedia" | "privatePapers" | "audit", IBucket>>;
  /** Keys that table, buckets and secret are encrypted with. */
  readonly keyArns: readonly string[];
  readonly premiumKeys: { readonly name: string; readonly arn: string };
  readonly logsKey: IKey;
}

/** Those of the main region. */
export function storesOf(environment: Environment, data: DataStack, premiumKeys: ISecret): Stores {
  const purposes = ["data", "raw-uploads", "public-media", "premium-media", "private-papers", "audit"] as const;
  return {
    region: environment.region,
    table: data.table,
    buckets: data,
    keyArns: purposes.map((it) => data.keys[it].keyArn),
    premiumKeys: { name: premiumKeys.secretArn, arn: premiumKeys.secretArn },
    logsKey: data.keys.logs,
  };
}

/**
 * Their copies in the standby region. Papers and the audit trail have none: they are those of
 * the main region, and what needs them fails while it is away.
 */
export function standbyStoresOf(scope: Construct, environment: Environment, standby: StandbyDataStack): Stores {
  const { partition, region, account } = Stack.of(scope);
  const tableName = named(environment, "table");
  const secret = `durbar/${environment.name}/premium-keys`;
  return {
    region: environment.standbyRegion,
    table: { tableName, tableArn: `arn:${partition}:dynamodb:${region}:${account}:table/${tableName}` },
    buckets: {
      rawUploads: standby.rawUploads.bucket,
      publicMedia: standby.publicMedia.bucket,
      premiumMedia: standby.premiumMedia.bucket,
      privatePapers: bucketByName(scope, "private-papers", environment, "private-papers"),
      audit: bucketByName(scope, "audit", environment, "audit"),
    },
    keyArns: [standby.tableKey, standby.rawUploads.key, standby.publicMedia.key, standby.premiumMedia.key].map((it) => it.keyArn),
    // Secrets Manager ends an ARN with six letters of its own.
    premiumKeys: { name: secret, arn: `arn:${partition}:secretsmanager:${region}:${account}:secret:${secret}-??????` },
    logsKey: standby.logsKey,
  };
}
