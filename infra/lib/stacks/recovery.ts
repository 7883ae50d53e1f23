import { Aws, Duration, Stack, type StackProps } from "aws-cdk-lib";
import { CfnWorkGroup } from "aws-cdk-lib/aws-athena";
import { BackupPlan, BackupPlanRule, BackupResource, BackupVault } from "aws-cdk-lib/aws-backup";
import { Schedule } from "aws-cdk-lib/aws-events";
import { CfnDatabase } from "aws-cdk-lib/aws-glue";
import type { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import { allow, makeFunction, script } from "../compute/function.js";
import { type Environment, removalOf } from "../environment.js";
import { named } from "../names.js";
import { exportDefinition, restoreDefinition } from "../recovery/definitions.js";
import { ScheduledMachine } from "../recovery/machine.js";
import type { DataStack } from "./data.js";

/** Sundays at 02:15, and the first day of a month at 03:15, in Kathmandu. */
const WEEKLY = "cron(15 2 ? * SUN *)";
const MONTHLY = "cron(15 3 1 * ? *)";

/** Copies beside point-in-time recovery, and the test that they can be used. */
export class RecoveryStack extends Stack {
  private readonly settings: { environment: Environment; data: DataStack };

  constructor(scope: Construct, id: string, props: StackProps & { environment: Environment; data: DataStack }) {
    super(scope, id, props);
    this.settings = props;
    this.addExport();
    this.addRestoreTest();
    this.addBackups();
  }

  private arn(service: string, rest: string): string {
    return `arn:${Aws.PARTITION}:${service}:${this.region}:${this.account}:${rest}`;
  }

  private addExport(): void {
    const { environment, data } = this.settings;
    const database = named(environment, "lake").replaceAll("-", "_");
    const workgroup = named(environment, "lake");
    const key = data.keys.data.keyArn;
    new CfnDatabase(this, "lake", { catalogId: this.account, databaseInput: { name: database, description: "Exports of the table, and events" } });
    new CfnWorkGroup(this, "workgroup", {
      name: workgroup,
      recursiveDeleteOption: !environment.keepsData,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: true,
        bytesScannedCutoffPerQuery: 1024 ** 4,
        resultConfiguration: {
          outputLocation: `s3://${data.lake.bucketName}/athena/`,
          encryptionConfiguration: { encryptionOption: "SSE_KMS", kmsKey: key },
        },
      },
    });
    new ScheduledMachine(this, "export", {
      ...this.settings,
      name: "export",
      definition: exportDefinition({ tableArn: data.table.tableArn, bucket: data.lake.bucketName, keyId: key, database, workgroup }),
      may: this.exportPermissions(database, workgroup),
      schedule: WEEKLY,
    });
  }

  private exportPermissions(database: string, workgroup: string): PolicyStatement[] {
    const { table, lake, keys } = this.settings.data;
    return [
      allow(["dynamodb:ExportTableToPointInTime"], table.tableArn),
      allow(["dynamodb:DescribeExport"], `${table.tableArn}/export/*`),
      allow(["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"], lake.arnForObjects("*")),
      allow(["s3:GetBucketLocation", "s3:ListBucket"], lake.bucketArn),
      allow(["kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"], keys.data.keyArn),
      allow(["athena:StartQueryExecution", "athena:StopQueryExecution", "athena:GetQueryExecution"], this.arn("athena", `workgroup/${workgroup}`)),
      allow(
        ["glue:CreateTable", "glue:DeleteTable", "glue:GetDatabase", "glue:GetTable", "glue:GetPartitions"],
        this.arn("glue", "catalog"),
        this.arn("glue", `database/${database}`),
        this.arn("glue", `table/${database}/*`),
      ),
    ];
  }

  private addRestoreTest(): void {
    const { environment, data } = this.settings;
    const restored = named(environment, "restore-test");
    const restoredArn = this.arn("dynamodb", `table/${restored}`);
    const check = makeFunction(this, environment, {
      purpose: "restore-check",
      of: script("restore-check"),
      description: "Compares a restored table with the one in use",
      memoryMb: 1024,
      timeout: Duration.minutes(15),
      variables: { TABLE: data.table.tableName },
      may: [allow(["dynamodb:Scan"], data.table.tableArn, restoredArn), allow(["kms:Decrypt"], data.keys.data.keyArn)],
      atMost: 1,
      logsKey: data.keys.logs,
    });
    new ScheduledMachine(this, "restore-test", {
      ...this.settings,
      name: "restore-test",
      definition: restoreDefinition({
        table: data.table.tableName,
        tableArn: data.table.tableArn,
        keyArn: data.keys.data.keyArn,
        restored,
        check: check.functionArn,
      }),
      may: [
        allow(["dynamodb:RestoreTableToPointInTime"], data.table.tableArn, restoredArn),
        // What restoring does in the name of who asks for it.
        allow(
          [
            "dynamodb:BatchWriteItem",
            "dynamodb:DeleteItem",
            "dynamodb:DeleteTable",
            "dynamodb:DescribeTable",
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:Query",
            "dynamodb:Scan",
            "dynamodb:UpdateItem",
          ],
          restoredArn,
        ),
        allow(["kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"], data.keys.data.keyArn),
        allow(["lambda:InvokeFunction"], check.functionArn),
      ],
      schedule: MONTHLY,
    });
  }

  /** A backup a month beside the 35 days of point-in-time recovery, gone after 90 days. */
  private addBackups(): void {
    const { environment, data } = this.settings;
    const vault = new BackupVault(this, "vault", {
      backupVaultName: named(environment, "backups"),
      encryptionKey: data.keys.data,
      removalPolicy: removalOf(environment),
    });
    const plan = new BackupPlan(this, "backups", {
      backupPlanName: named(environment, "backups"),
      backupVault: vault,
      backupPlanRules: [
        new BackupPlanRule({
          ruleName: "monthly",
          scheduleExpression: Schedule.cron({ minute: "30", hour: "20", day: "1" }),
          deleteAfter: Duration.days(90),
        }),
      ],
    });
    plan.addSelection("table", { resources: [BackupResource.fromArn(data.table.tableArn)] });
  }
}
