import { existsSync } from "node:fs";
import path from "node:path";
import { Aws, Duration } from "aws-cdk-lib";
import { Alias, CfnPermission, FunctionUrl, FunctionUrlAuthType, InvokeMode } from "aws-cdk-lib/aws-lambda";
import { type PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { ILogGroup } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { ofOurDistributions } from "../data/keys.js";
import { type Environment, SettingError } from "../environment.js";
import type { IdentityStack } from "../stacks/identity.js";
import type { FlagsPlace } from "./settings.js";
import type { Stores } from "./stores.js";
import { allow, makeFunction, program } from "./function.js";

/** What the server calls of the table: `crates/platform/src/table`, on no request a scan. */
export const TABLE_ACTIONS = [
  "dynamodb:BatchGetItem",
  "dynamodb:ConditionCheckItem",
  "dynamodb:DeleteItem",
  "dynamodb:GetItem",
  "dynamodb:PutItem",
  "dynamodb:Query",
  "dynamodb:UpdateItem",
];

/** What it calls of the user pool by its role: `identity/cognito/pool`. */
export const POOL_ACTIONS = [
  "cognito-idp:AdminAddUserToGroup",
  "cognito-idp:AdminCreateUser",
  "cognito-idp:AdminDeleteUser",
  "cognito-idp:AdminDisableUser",
  "cognito-idp:AdminEnableUser",
  "cognito-idp:AdminListGroupsForUser",
  "cognito-idp:AdminRemoveUserFromGroup",
  "cognito-idp:AdminSetUserPassword",
  "cognito-idp:AdminUserGlobalSignOut",
  "cognito-idp:DescribeUserPoolClient",
];

/** How it reads switches of features: `crates/platform/src/features/app_config.rs`. */
export const FLAG_ACTIONS = ["appconfig:GetLatestConfiguration", "appconfig:StartConfigurationSession"];

/** Seconds the server gives a request (`ANSWER_WITHIN`), and a little to say so. */
const ANSWER_WITHIN = Duration.seconds(35);

export interface ServerProps {
  readonly environment: Environment;
  /** `server`, or another name for one in another region. */
  readonly purpose: string;
  readonly stores: Stores;
  readonly identity: IdentityStack;
  /** Where AppConfig holds the flags; without it every feature is on. */
  readonly flags?: FlagsPlace;
}

/**
 * The site as a function: pages are streamed from a function URL that CloudFront alone may
 * call. Deployments make a version each; the alias names the one that serves, so that going
 * back is naming the one before.
 */
export class Server extends Construct {
  readonly alias: Alias;
  readonly log: ILogGroup;
  readonly url: FunctionUrl;

  constructor(scope: Construct, id: string, props: ServerProps) {
    super(scope, id);
    const { environment, stores } = props;
    const folder = path.resolve(environment.packages, "durbar");
    if (!existsSync(path.join(folder, "bootstrap"))) {
      throw new SettingError(`packages: expected the server's package with its program at ${path.join(folder, "bootstrap")}`);
    }
    const server = makeFunction(scope, environment, {
      purpose: props.purpose,
      of: program(folder),
      description: "Pages, forms and server functions of the site",
      memoryMb: 1769,
      timeout: ANSWER_WITHIN,
      variables: variables(props),
      may: permissions(props),
      logsKey: stores.logsKey,
    });
    this.log = server.logGroup;
    this.alias = new Alias(this, "live", {
      aliasName: "live",
      version: server.currentVersion,
      ...(environment.warmServers > 0 && { provisionedConcurrentExecutions: environment.warmServers }),
    });
    this.url = this.alias.addFunctionUrl({
      authType: FunctionUrlAuthType.AWS_IAM,
      invokeMode: InvokeMode.RESPONSE_STREAM,
    });
    // As of late 2025 a function URL needs leave for both.
    for (const action of ["lambda:InvokeFunctionUrl", "lambda:InvokeFunction"]) {
      new CfnPermission(this, action.replace("lambda:", "cloudfront-may-"), {
        action,
        functionName: this.alias.functionArn,
        principal: new ServicePrincipal("cloudfront.amazonaws.com").service,
        sourceAccount: Aws.ACCOUNT_ID,
        sourceArn: ofOurDistributions()["ArnLike"]?.["aws:SourceArn"] ?? "",
      });
    }
  }
}

/** The settings of `durbar serve`; a test looks each one up in server/src/cli. */
export function variables({ environment, stores, identity, flags }: ServerProps): Record<string, string> {
  const { buckets } = stores;
  const hasSocial = environment.socialProviders.length > 0;
  return {
    DURBAR_MODE: "aws",
    DURBAR_AWS_REGION: stores.region,
    DURBAR_TABLE: stores.table.tableName,
    DURBAR_RAW_UPLOADS_BUCKET: buckets.rawUploads.bucketName,
    DURBAR_PUBLIC_MEDIA_BUCKET: buckets.publicMedia.bucketName,
    DURBAR_PREMIUM_MEDIA_BUCKET: buckets.premiumMedia.bucketName,
    DURBAR_PRIVATE_PAPERS_BUCKET: buckets.privatePapers.bucketName,
    DURBAR_AUDIT_BUCKET: buckets.audit.bucketName,
    DURBAR_AUDIT_LOCK_DAYS: String(environment.auditLockDays),
    DURBAR_USER_POOL_ID: identity.pool.userPoolId,
    DURBAR_USER_POOL_CLIENT_ID: identity.client.userPoolClientId,
    ...(hasSocial && {
      DURBAR_HOSTED_UI: identity.domain?.baseUrl() ?? "",
      DURBAR_SOCIAL_PROVIDERS: environment.socialProviders.join(","),
    }),
    DURBAR_SITE_URL: `https://${environment.domain.name}`,
    DURBAR_UPLOAD_SOURCE: `https://${buckets.rawUploads.bucketRegionalDomainName}`,
    DURBAR_PREMIUM_KEY_SECRET: stores.premiumKeys.name,
    // The edge writes it over whatever a visitor sent, and CloudFront alone can call the function.
    DURBAR_CLIENT_ADDRESS_HEADER: "X-Durbar-Viewer-Address",
    ...(flags && { DURBAR_FEATURE_FLAGS: `${flags.application}/${flags.environment}/${flags.profile}` }),
    // Nobody tells a process that stands still which pages have changed; the edge keeps them.
    DURBAR_PAGE_CACHE_MB: "0",
    DURBAR_LOG_FORMAT: "json",
    LEPTOS_OUTPUT_NAME: "durbar",
    LEPTOS_SITE_ROOT: "/var/task/site",
    LEPTOS_SITE_PKG_DIR: "pkg",
    LEPTOS_HASH_FILES: "true",
  };
}

/** What the server's program may do, whatever the function is for. */
export function permissions({ stores, identity, flags }: ServerProps): PolicyStatement[] {
  const { rawUploads, publicMedia, premiumMedia, privatePapers, audit } = stores.buckets;
  const objects = (...buckets: { arnForObjects(pattern: string): string }[]) => buckets.map((it) => it.arnForObjects("*"));
  return [
    allow(TABLE_ACTIONS, stores.table.tableArn),
    allow(["dynamodb:Query"], `${stores.table.tableArn}/index/*`),
    allow(
      ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
      ...objects(rawUploads, publicMedia, premiumMedia, privatePapers),
    ),
    allow(["s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"], ...objects(rawUploads)),
    allow(["s3:GetObject", "s3:PutObject", "s3:PutObjectRetention"], ...objects(audit)),
    // Without it S3 says of an object that isn't there that it may not be seen.
    allow(["s3:ListBucket"], ...[rawUploads, publicMedia, premiumMedia, privatePapers, audit].map((it) => it.bucketArn)),
    allow(["kms:Decrypt", "kms:GenerateDataKey"], ...stores.keyArns),
    allow(POOL_ACTIONS, identity.pool.userPoolArn),
    allow(["secretsmanager:GetSecretValue"], stores.premiumKeys.arn),
    ...(flags ? [allow(FLAG_ACTIONS, arnOf(flags))] : []),
  ];
}

function arnOf({ application, environment, profile }: FlagsPlace): string {
  const place = `application/${application}/environment/${environment}/configuration/${profile}`;
  return `arn:${Aws.PARTITION}:appconfig:${Aws.REGION}:${Aws.ACCOUNT_ID}:${place}`;
}
