import {
  AttributeType,
  Billing,
  ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
} from "aws-cdk-lib/aws-dynamodb";
import type { Key } from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";
import { type Environment, removalOf } from "../environment.js";
import { named } from "../names.js";

/** Keys and indexes as `crates/platform/src/table/schema.rs` makes them; a test compares the two. */
export const PARTITION_KEY = "PK";
export const SORT_KEY = "SK";
export const INDEXES = ["GSI1", "GSI2", "GSI3", "GSI4"] as const;
/** The only attribute that the indexes carry beside keys. */
export const CARD = "card";
/** Seconds since 1970 after which an item is deleted. */
export const EXPIRES_AT = "expires_at";
/** Days in which any second can be restored. */
export const RECOVERY_DAYS = 35;

/** The single table, with a copy in the standby region from recovery option 2 on. */
export function makeTable(scope: Construct, environment: Environment, key: Key, standbyKeyArn: string | undefined): TableV2 {
  const text = (name: string) => ({ name, type: AttributeType.STRING });
  const recovery = { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: RECOVERY_DAYS };
  const hasCopy = standbyKeyArn !== undefined;
  return new TableV2(scope, "table", {
    tableName: named(environment, "table"),
    partitionKey: text(PARTITION_KEY),
    sortKey: text(SORT_KEY),
    billing: Billing.onDemand(),
    globalSecondaryIndexes: INDEXES.map((indexName) => ({
      indexName,
      partitionKey: text(`${indexName}PK`),
      sortKey: text(`${indexName}SK`),
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: [CARD],
    })),
    timeToLiveAttribute: EXPIRES_AT,
    dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
    pointInTimeRecoverySpecification: recovery,
    encryption: TableEncryptionV2.customerManagedKey(
      key,
      hasCopy ? { [environment.standbyRegion]: standbyKeyArn } : undefined,
    ),
    deletionProtection: environment.keepsData,
    removalPolicy: removalOf(environment),
    ...(hasCopy && {
      replicas: [
        {
          region: environment.standbyRegion,
          deletionProtection: environment.keepsData,
          pointInTimeRecoverySpecification: recovery,
        },
      ],
    }),
  });
}
