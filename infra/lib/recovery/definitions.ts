/** Amazon States Language of what is done by the clock; each call is one of AWS's own. */

const call = (service: string, action: string) => `arn:aws:states:::aws-sdk:${service}:${action}`;
const PATIENT = [{ ErrorEquals: ["States.ALL"], IntervalSeconds: 10, BackoffRate: 2, MaxAttempts: 4, JitterStrategy: "FULL" }];
const athena = (query: object | string, next: string, workgroup: string) => ({
  Type: "Task",
  Resource: "arn:aws:states:::athena:startQueryExecution.sync",
  Parameters: { WorkGroup: workgroup, ...(typeof query === "string" ? { "QueryString.$": query } : query) },
  ResultPath: null,
  Retry: PATIENT,
  Next: next,
});

/** The table as of now into the lake, as DynamoDB writes it, and from that as Parquet, a folder a kind. */
export function exportDefinition(names: { tableArn: string; bucket: string; keyId: string; database: string; workgroup: string }): object {
  const { database, workgroup, bucket } = names;
  const source = `${database}.export_{}`;
  const format = (text: string, ...paths: string[]) => `States.Format('${text.replaceAll("'", "\\'")}', ${paths.join(", ")})`;
  return {
    Comment: "Weekly export of the table to Parquet",
    StartAt: "export",
    TimeoutSeconds: 6 * 3600,
    States: {
      export: {
        Type: "Task",
        Resource: call("dynamodb", "exportTableToPointInTime"),
        Parameters: {
          TableArn: names.tableArn,
          S3Bucket: bucket,
          S3Prefix: "exports",
          S3SseAlgorithm: "KMS",
          S3SseKmsKeyId: names.keyId,
          ExportFormat: "DYNAMODB_JSON",
          "ClientToken.$": "$$.Execution.Name",
        },
        Retry: PATIENT,
        Next: "wait",
      },
      wait: { Type: "Wait", Seconds: 60, Next: "look" },
      look: {
        Type: "Task",
        Resource: call("dynamodb", "describeExport"),
        Parameters: { "ExportArn.$": "$.ExportDescription.ExportArn" },
        Retry: PATIENT,
        Next: "is it there?",
      },
      "is it there?": {
        Type: "Choice",
        Choices: [
          { Variable: "$.ExportDescription.ExportStatus", StringEquals: "COMPLETED", Next: "name" },
          { Variable: "$.ExportDescription.ExportStatus", StringEquals: "FAILED", Next: "failed" },
        ],
        Default: "wait",
      },
      name: {
        Type: "Pass",
        Parameters: {
          // The export's own name, as in 01693685827463-2d8752fd, without its hyphen.
          "id.$": "States.ArrayGetItem(States.StringSplit(States.ArrayGetItem(States.StringSplit($.ExportDescription.ExportManifest, '/'), 2), '-'), 1)",
          "folder.$": "States.ArrayGetItem(States.StringSplit($.ExportDescription.ExportManifest, '/'), 2)",
        },
        Next: "describe",
      },
      describe: athena(
        format(
          `CREATE EXTERNAL TABLE ${source} (item string) ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe' LOCATION 's3://${bucket}/exports/AWSDynamoDB/{}/data/'`,
          "$.id",
          "$.folder",
        ),
        "write",
        workgroup,
      ),
      write: athena(
        format(
          `UNLOAD (SELECT json_extract_scalar(item, '$.PK.S') AS pk, json_extract_scalar(item, '$.SK.S') AS sk, item, json_extract_scalar(item, '$.entity_type.S') AS entity_type FROM ${source}) TO 's3://${bucket}/parquet/{}/' WITH (format = 'PARQUET', compression = 'SNAPPY', partitioned_by = ARRAY['entity_type'])`,
          "$.id",
          "$.folder",
        ),
        "forget",
        workgroup,
      ),
      forget: athena(format(`DROP TABLE ${source}`, "$.id"), "done", workgroup),
      failed: { Type: "Fail", Error: "ExportFailed", Cause: "DynamoDB could not export the table" },
      done: { Type: "Succeed" },
    },
  };
}

/** The table as it was lately into a new one, compared with the one in use, and deleted again. */
export function restoreDefinition(names: { table: string; tableArn: string; keyArn: string; restored: string; check: string }): object {
  const remove = { Type: "Task", Resource: call("dynamodb", "deleteTable"), Parameters: { TableName: names.restored }, ResultPath: null, Retry: PATIENT };
  return {
    Comment: "Monthly test: restore, compare, delete",
    StartAt: "restore",
    TimeoutSeconds: 12 * 3600,
    States: {
      restore: {
        Type: "Task",
        Resource: call("dynamodb", "restoreTableToPointInTime"),
        Parameters: {
          SourceTableArn: names.tableArn,
          TargetTableName: names.restored,
          UseLatestRestorableTime: true,
          BillingModeOverride: "PAY_PER_REQUEST",
          // What is compared is items: indexes would only make the test longer and dearer.
          GlobalSecondaryIndexOverride: [],
          SSESpecificationOverride: { Enabled: true, SSEType: "KMS", KMSMasterKeyId: names.keyArn },
        },
        ResultPath: null,
        Next: "wait",
      },
      wait: { Type: "Wait", Seconds: 120, Next: "look" },
      look: {
        Type: "Task",
        Resource: call("dynamodb", "describeTable"),
        Parameters: { TableName: names.restored },
        ResultSelector: { "status.$": "$.Table.TableStatus" },
        ResultPath: "$.restored",
        Retry: PATIENT,
        Next: "is it there?",
      },
      "is it there?": {
        Type: "Choice",
        Choices: [{ Variable: "$.restored.status", StringEquals: "ACTIVE", Next: "compare" }],
        Default: "wait",
      },
      compare: {
        Type: "Task",
        Resource: "arn:aws:states:::lambda:invoke",
        Parameters: { FunctionName: names.check, Payload: { restored: names.restored } },
        ResultSelector: { "result.$": "$.Payload" },
        ResultPath: "$.compared",
        Retry: [{ ErrorEquals: ["Lambda.ServiceException", "Lambda.SdkClientException", "Lambda.TooManyRequestsException"], IntervalSeconds: 5, BackoffRate: 2, MaxAttempts: 3 }],
        Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.failure", Next: "delete what differs" }],
        Next: "delete",
      },
      delete: { ...remove, End: true },
      "delete what differs": { ...remove, Next: "failed" },
      failed: { Type: "Fail", ErrorPath: "$.failure.Error", CausePath: "$.failure.Cause" },
    },
  };
}
