import { RemovalPolicy } from "aws-cdk-lib";
import { BUDGETS } from "../cost/budgets.js";

/** Which of the dossier's options for disasters (section 9) is built. */
export type RecoveryOption = 1 | 2 | 3;

/** What one deployment is: everything that differs between environments is here. */
export interface Environment {
  /** As in `dev` or `pr-12`; first part of every name after the product's. */
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** Where copies go with recovery options 2 and 3. */
  readonly standbyRegion: string;
  readonly recovery: RecoveryOption;
  /** Whether the site is served from the standby region now (option 3). */
  readonly failedOver: boolean;
  /** Made for a pull request: goes away by itself. */
  readonly isEphemeral: boolean;
  /** Hours from its last deployment until an ephemeral environment destroys itself. */
  readonly hoursToLive: number;
  /** Whether data outlives the stack, and can't be deleted by mistake. */
  readonly keepsData: boolean;
  /** Days in which nobody can delete what the audit trail wrote. */
  readonly auditLockDays: number;
  /** Days that logs stay in CloudWatch before only their copy in S3 is left. */
  readonly logDays: 14 | 30;
  /** Whom alarms and budgets are mailed to. */
  readonly alarmAddress: string | undefined;
  /** The name under which people reach the site. The server writes it into links and checks forms against it. */
  readonly domain: Domain;
  /** Providers that the user pool lets people come from. */
  readonly socialProviders: readonly SocialProvider[];
  /** WAF's bot control, which costs by request. */
  readonly botControl: boolean;
  /** Whether uploads are worked on by functions; needs a package `media`. */
  readonly mediaWorkers: boolean;
  /** GuardDuty looks through uploads for malware. */
  readonly malwareScan: boolean;
  /** Whether this account's detectors, recorder and trail are made here; one environment of an account does. */
  readonly ownsAccount: boolean;
  /** Folder with a folder for each package, as `cargo lambda build` makes it. */
  readonly packages: string;
  /** Browsers' measurements sent to CloudWatch RUM; needs the site's own script to be enabled. */
  readonly realUserMonitoring: boolean;
  /** Instances of the server that are kept warm. */
  readonly warmServers: number;
  /** What it may cost a month, in US dollars: docs/cost.md says why. */
  readonly budget: number;
}

/** A name of our own in front of the distribution. */
export interface Domain {
  readonly name: string;
  /** Certificate in us-east-1. */
  readonly certificateArn: string;
  /** Hosted zone of Route 53 that the name is written into; else somebody points it at the distribution. */
  readonly hostedZoneId: string | undefined;
}

export type SocialProvider = "google" | "apple" | "facebook";

type Kind = "dev" | "staging" | "prod" | "pr";

/** What differs by kind; the rest follows from context. */
const KINDS: Record<Kind, Pick<Environment, "keepsData" | "auditLockDays" | "logDays" | "warmServers" | "budget">> = {
  dev: { keepsData: true, auditLockDays: 7, logDays: 14, warmServers: 0, budget: BUDGETS.dev },
  staging: { keepsData: true, auditLockDays: 30, logDays: 14, warmServers: 0, budget: BUDGETS.staging },
  prod: { keepsData: true, auditLockDays: 2557, logDays: 30, warmServers: 1, budget: BUDGETS.prod },
  pr: { keepsData: false, auditLockDays: 1, logDays: 14, warmServers: 0, budget: BUDGETS.pr },
};

/** Where a setting is looked up. */
export type Lookup = (name: string) => unknown;

/**
 * Settings as CDK's context has them: `--context NAME=VALUE`, or what `environments` in cdk.json
 * says of this environment (all pull requests share `pr`).
 */
export function settingsOf(name: string, context: Lookup): Lookup {
  const groups = context("environments") as Record<string, Record<string, unknown>> | undefined;
  const own = groups?.[name.startsWith("pr-") ? "pr" : name] ?? {};
  return (setting) => context(setting) ?? own[setting];
}

/** A setting that can't be used. */
export class SettingError extends Error {}

/**
 * The environment that a name and settings describe.
 *
 * @throws {SettingError} naming the setting that is missing or wrong, and what is accepted
 */
export function environmentOf(name: string, lookup: Lookup): Environment {
  const text = textOf(lookup);
  const account = text("account");
  if (account === undefined || !/^[0-9]{12}$/.test(account)) {
    throw new SettingError("account: expected the twelve digits of an AWS account, as in --context account=123456789012");
  }
  const region = regionOf("region", text("region") ?? "ap-south-1");
  const standbyRegion = regionOf("standbyRegion", text("standbyRegion") ?? "ap-southeast-1");
  if (standbyRegion === region) throw new SettingError("standbyRegion: expected another region than region");
  const recovery = recoveryOf(text("recovery") ?? "1");
  const failedOver = flagOf("failedOver", text("failedOver"));
  if (failedOver && recovery !== 3) throw new SettingError("failedOver: needs recovery=3, where the standby region runs the server");
  const { kind, isEphemeral } = kindOf(name);
  return {
    ...KINDS[kind],
    name,
    account,
    region,
    standbyRegion,
    recovery,
    failedOver,
    isEphemeral,
    hoursToLive: 24,
    alarmAddress: text("alarmAddress"),
    domain: domainOf(isEphemeral ? name : undefined, text),
    socialProviders: providersOf(text("socialProviders")),
    botControl: flagOf("botControl", text("botControl")),
    mediaWorkers: flagOf("mediaWorkers", text("mediaWorkers")),
    malwareScan: flagOf("malwareScan", text("malwareScan")),
    ownsAccount: flagOf("ownsAccount", text("ownsAccount") ?? String(!isEphemeral)),
    packages: text("packages") ?? "../target/lambda",
    realUserMonitoring: flagOf("realUserMonitoring", text("realUserMonitoring")),
  };
}

/** What becomes of what holds data when its stack is deleted. */
export function removalOf(environment: Environment): RemovalPolicy {
  return environment.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
}

/** First part of the names of an environment's stacks and resources. */
export function prefixOf(environment: Environment): string {
  return `durbar-${environment.name}`;
}

function kindOf(name: string): { kind: Kind; isEphemeral: boolean } {
  if (/^pr-[1-9][0-9]{0,5}$/.test(name)) return { kind: "pr", isEphemeral: true };
  if (name === "dev" || name === "staging" || name === "prod") return { kind: name, isEphemeral: false };
  throw new SettingError(`environment: expected dev, staging, prod or pr-NUMBER, not '${name}'`);
}

function textOf(lookup: Lookup): (name: string) => string | undefined {
  return (name) => {
    const value = lookup(name);
    if (value === undefined || value === null || value === "") return undefined;
    return String(value);
  };
}

function regionOf(setting: string, value: string): string {
  if (/^[a-z]{2}(-[a-z]+)+-[0-9]$/.test(value)) return value;
  throw new SettingError(`${setting}: expected a region, as in ap-south-1, not '${value}'`);
}

function recoveryOf(value: string): RecoveryOption {
  if (value === "1" || value === "2" || value === "3") return Number(value) as RecoveryOption;
  throw new SettingError(`recovery: expected 1, 2 or 3, not '${value}'`);
}

function flagOf(setting: string, value: string | undefined): boolean {
  if (value === undefined || value === "false") return false;
  if (value === "true") return true;
  throw new SettingError(`${setting}: expected true or false, not '${value}'`);
}

function providersOf(value: string | undefined): SocialProvider[] {
  const known: readonly string[] = ["google", "apple", "facebook"];
  const names = value?.split(",").map((name) => name.trim()) ?? [];
  for (const name of names) {
    if (!known.includes(name)) throw new SettingError(`socialProviders: expected some of ${known.join(",")}, not '${name}'`);
  }
  return [...new Set(names)] as SocialProvider[];
}

function domainOf(below: string | undefined, text: (name: string) => string | undefined): Domain {
  const [base, certificateArn] = [text("domain"), text("certificateArn")];
  const name = base && below ? `${below}.${base}` : base;
  if (name === undefined || !/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(name)) {
    throw new SettingError("domain: expected the site's host name, as in durbar.example; pull requests get names below it");
  }
  if (!certificateArn?.startsWith("arn:aws:acm:us-east-1:")) {
    throw new SettingError("certificateArn: expected the ARN of a certificate in us-east-1, where CloudFront looks for it");
  }
  return { name, certificateArn, hostedZoneId: text("hostedZoneId") };
}
