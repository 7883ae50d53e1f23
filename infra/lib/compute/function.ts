import path from "node:path";
import { fileURLToPath } from "node:url";
import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import { Architecture, Code, Function, LoggingFormat, Runtime, Tracing } from "aws-cdk-lib/aws-lambda";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import type { Environment } from "../environment.js";
import { named } from "../names.js";

/** The folder with functions of JavaScript, each in a folder of its own. */
const FUNCTIONS = path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "..", "..", "functions");

/** A file below `functions/`. */
export function functionFile(...parts: string[]): string {
  return path.join(FUNCTIONS, ...parts);
}

/** A folder below `functions/`, as a function's code. */
export function script(folder: string): { code: Code; runtime: Runtime; handler: string } {
  return { code: Code.fromAsset(functionFile(folder)), runtime: Runtime.NODEJS_24_X, handler: "index.handler" };
}

/** A package with a program `bootstrap`, as `cargo lambda build` makes it. */
export function program(folder: string): { code: Code; runtime: Runtime; handler: string } {
  return { code: Code.fromAsset(folder), runtime: Runtime.PROVIDED_AL2023, handler: "bootstrap" };
}

export interface FunctionSettings {
  /** Behind the environment in its name, its role's and its log's. */
  readonly purpose: string;
  readonly of: { code: Code; runtime: Runtime; handler: string };
  readonly description: string;
  readonly memoryMb: number;
  readonly timeout: Duration;
  readonly variables?: Record<string, string>;
  /** What it may do, beside writing its log and traces. */
  readonly may: PolicyStatement[];
  /** Most instances at a time; as many as the account allows without. */
  readonly atMost?: number;
  readonly logsKey?: IKey;
}

/** A function with a role and a log of its own. */
export function makeFunction(scope: Construct, environment: Environment, settings: FunctionSettings): Function {
  const { purpose } = settings;
  const name = named(environment, purpose);
  const logGroup = new LogGroup(scope, `${purpose}-log`, {
    logGroupName: `/durbar/${environment.name}/${purpose}`,
    retention: environment.logDays,
    ...(settings.logsKey && { encryptionKey: settings.logsKey }),
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const role = new Role(scope, `${purpose}-role`, {
    roleName: name,
    assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
    description: settings.description,
  });
  role.addToPolicy(
    new PolicyStatement({ actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [logGroup.logGroupArn] }),
  );
  for (const statement of settings.may) role.addToPolicy(statement);
  return new Function(scope, purpose, {
    functionName: name,
    description: settings.description,
    ...settings.of,
    architecture: Architecture.ARM_64,
    memorySize: settings.memoryMb,
    timeout: settings.timeout,
    role,
    logGroup,
    loggingFormat: LoggingFormat.JSON,
    tracing: Tracing.ACTIVE,
    ...(settings.variables && { environment: settings.variables }),
    ...(settings.atMost !== undefined && { reservedConcurrentExecutions: settings.atMost }),
  });
}

/** A statement in one line. */
export function allow(actions: string[], ...resources: string[]): PolicyStatement {
  return new PolicyStatement({ actions, resources });
}
