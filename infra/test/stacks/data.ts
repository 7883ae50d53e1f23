import assert from "node:assert/strict";
import { test } from "node:test";
import { Match } from "aws-cdk-lib/assertions";
import { CARD, EXPIRES_AT, INDEXES, PARTITION_KEY, SORT_KEY } from "../../lib/data/table.js";
import { dev, of, prod, productFile, pull, resourcesOf } from "../synthesis.js";

const TABLE = "AWS::DynamoDB::GlobalTable";
const data = () => of(dev(), "data");

test("the table is as the server makes it in embedded mode", () => {
  const table = productFile("crates", "platform", "src", "table", "mod.rs");
  const constant = (name: string) => new RegExp(`const ${name}: &str = "([^"]+)"`).exec(table)?.[1];
  assert.deepEqual([constant("PK"), constant("SK"), constant("CARD")], [PARTITION_KEY, SORT_KEY, CARD]);
  const schema = productFile("crates", "platform", "src", "table", "schema.rs");
  assert.ok(schema.includes(`EXPIRES_AT: &str = "${EXPIRES_AT}"`));
  assert.ok(schema.includes("ProjectionType::Include") && schema.includes(".non_key_attributes(CARD)"));
  const index = productFile("crates", "platform", "src", "keys", "index.rs");
  const names = [...index.matchAll(/=> "(GSI[0-9])",/g)].map((it) => it[1]);
  assert.deepEqual(names, [...INDEXES]);
  for (const name of INDEXES) assert.ok(index.includes(`"${name}PK"`) && index.includes(`"${name}SK"`));
  data().hasResourceProperties(TABLE, {
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: [{ AttributeName: "PK", KeyType: "HASH" }, { AttributeName: "SK", KeyType: "RANGE" }],
    GlobalSecondaryIndexes: INDEXES.map((name) => ({
      IndexName: name,
      KeySchema: [{ AttributeName: `${name}PK`, KeyType: "HASH" }, { AttributeName: `${name}SK`, KeyType: "RANGE" }],
      Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["card"] },
    })),
    TimeToLiveSpecification: { AttributeName: "expires_at", Enabled: true },
    StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
    SSESpecification: { SSEEnabled: true, SSEType: "KMS" },
  });
});

test("any second of 35 days can be restored, and the table is not deleted by mistake", () => {
  const replica = (keeps: boolean) => ({
    Replicas: [Match.objectLike({
      DeletionProtectionEnabled: keeps,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 },
    })],
  });
  data().hasResourceProperties(TABLE, replica(true));
  data().hasResource(TABLE, { DeletionPolicy: "Retain" });
  of(pull(), "data").hasResourceProperties(TABLE, replica(false));
  of(pull(), "data").hasResource(TABLE, { DeletionPolicy: "Delete" });
});

test("every bucket keeps versions, refuses the public, plain HTTP and ACLs, and is encrypted", () => {
  for (const [concern, template] of Object.entries(prod())) {
    for (const { id, type, properties } of resourcesOf(template)) {
      if (type !== "AWS::S3::Bucket") continue;
      const where = `${concern}/${id}`;
      assert.deepEqual(properties["VersioningConfiguration"], { Status: "Enabled" }, where);
      assert.deepEqual(properties["PublicAccessBlockConfiguration"], { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true }, where);
      assert.deepEqual(properties["OwnershipControls"], { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] }, where);
      assert.ok(properties["BucketEncryption"], where);
      const policy = resourcesOf(template).find((it) => it.type === "AWS::S3::BucketPolicy" && JSON.stringify(it.properties["Bucket"]).includes(id));
      assert.match(JSON.stringify(policy?.properties), /"aws:SecureTransport":"false"/, where);
    }
  }
});

const bucket = (purpose: string, properties: object) =>
  data().hasResourceProperties("AWS::S3::Bucket", { BucketName: `durbar-dev-${purpose}-123456789012`, ...properties });
const lifecycle = (rule: object) => ({ LifecycleConfiguration: { Rules: Match.arrayWith([Match.objectLike(rule)]) } });

test("older versions go where section 10 of the dossier says", () => {
  bucket("raw-uploads", lifecycle({ NoncurrentVersionTransitions: [{ StorageClass: "STANDARD_IA", TransitionInDays: 30 }, { StorageClass: "DEEP_ARCHIVE", TransitionInDays: 90 }] }));
  bucket("public-media", lifecycle({ NoncurrentVersionTransitions: [{ StorageClass: "DEEP_ARCHIVE", TransitionInDays: 180, NewerNoncurrentVersions: 2 }] }));
  bucket("premium-media", lifecycle({ NoncurrentVersionTransitions: [{ StorageClass: "STANDARD_IA", TransitionInDays: 30 }, { StorageClass: "DEEP_ARCHIVE", TransitionInDays: 180 }] }));
});

test("media are copied within the region, with metrics, and listed each week", () => {
  for (const purpose of ["raw-uploads", "public-media", "premium-media"]) {
    bucket(purpose, {
      ReplicationConfiguration: {
        Rules: [Match.objectLike({ Status: "Enabled", DeleteMarkerReplication: { Status: "Enabled" }, Destination: Match.objectLike({ Metrics: Match.objectLike({ Status: "Enabled" }) }) })],
      },
      InventoryConfigurations: [Match.objectLike({ ScheduleFrequency: "Weekly", Enabled: true })],
    });
  }
  bucket("raw-uploads", {
    NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
    CorsConfiguration: { CorsRules: [Match.objectLike({ AllowedMethods: ["PUT"], AllowedOrigins: ["https://durbar.example"] })] },
  });
  bucket("audit", { ObjectLockEnabled: true });
  bucket("private-papers", {});
  bucket("data-lake", {});
  bucket("logs", {});
});

test("each purpose has a key of its own, replaced each year", () => {
  data().resourceCountIs("AWS::KMS::Key", 7);
  data().allResourcesProperties("AWS::KMS::Key", { EnableKeyRotation: true });
});

test("options 2 and 3 copy table and media to the standby region, option 1 does not", () => {
  of(prod(), "data").hasResourceProperties(TABLE, { Replicas: Match.arrayWith([Match.objectLike({ Region: "ap-southeast-1" })]) });
  of(prod(), "data").hasResourceProperties("AWS::S3::Bucket", {
    BucketName: "durbar-prod-premium-media-123456789012",
    ReplicationConfiguration: { Rules: [Match.objectLike({ Priority: 1 }), Match.objectLike({ Priority: 2 })] },
  });
  assert.ok(of(prod(), "standby-data") && of(prod(), "standby-compute"));
  assert.equal(dev()["standby-data"], undefined);
});
