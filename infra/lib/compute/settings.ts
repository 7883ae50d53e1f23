import {
  CfnApplication,
  CfnConfigurationProfile,
  CfnDeployment,
  CfnDeploymentStrategy,
  CfnEnvironment,
  CfnHostedConfigurationVersion,
} from "aws-cdk-lib/aws-appconfig";
import { StringParameter } from "aws-cdk-lib/aws-ssm";
import { Construct } from "constructs";
import type { Environment } from "../environment.js";
import { named } from "../names.js";

/** The features that have a switch: `Feature` in crates/domain/src/feature.rs. */
export const FEATURES = ["sign-up", "membership", "enquiries", "mail-alerts", "shared-lists", "new-listings"];
const ROLES = ["buyer", "seller", "broker", "admin", "investor"];

/** Where AppConfig holds the flags, by identifiers. */
export interface FlagsPlace {
  readonly application: string;
  readonly environment: string;
  readonly profile: string;
}

/** Feature flags in AppConfig, and what isn't secret in Parameter Store under /durbar/ENVIRONMENT. */
export class Settings extends Construct {
  readonly flags: FlagsPlace;

  constructor(scope: Construct, id: string, { environment, parameters }: { environment: Environment; parameters: Record<string, string> }) {
    super(scope, id);
    this.flags = this.addFlags(environment);
    for (const [name, stringValue] of Object.entries(parameters)) {
      new StringParameter(this, name, { parameterName: `/durbar/${environment.name}/${name}`, stringValue });
    }
  }

  /** All on at first: whoever changes one does it in the console or by the API, and it is rolled out bit by bit. */
  private addFlags(environment: Environment): FlagsPlace {
    const application = new CfnApplication(this, "application", { name: named(environment, "flags") });
    const stage = new CfnEnvironment(this, "environment", { applicationId: application.ref, name: environment.name });
    const profile = new CfnConfigurationProfile(this, "flags", {
      applicationId: application.ref,
      name: "flags",
      locationUri: "hosted",
      type: "AWS.AppConfig.FeatureFlags",
    });
    const version = new CfnHostedConfigurationVersion(this, "all-on", {
      applicationId: application.ref,
      configurationProfileId: profile.ref,
      contentType: "application/json",
      content: JSON.stringify({ version: "1", flags: Object.fromEntries(FEATURES.map(described)), values: Object.fromEntries(FEATURES.map(on)) }),
    });
    const strategy = new CfnDeploymentStrategy(this, "bit-by-bit", {
      name: named(environment, "bit-by-bit"),
      deploymentDurationInMinutes: 20,
      growthFactor: 20,
      growthType: "LINEAR",
      finalBakeTimeInMinutes: 10,
      replicateTo: "NONE",
    });
    new CfnDeployment(this, "first", {
      applicationId: application.ref,
      environmentId: stage.ref,
      configurationProfileId: profile.ref,
      configurationVersion: version.ref,
      deploymentStrategyId: strategy.ref,
    });
    return { application: application.ref, environment: stage.ref, profile: profile.ref };
  }
}

/** A flag with the share of people and the roles it is on for, as the server reads them. */
function described(feature: string): [string, object] {
  const percentage = { constraints: { type: "number", minimum: 0, maximum: 100, required: true } };
  const roles = { constraints: { type: "array", elements: { type: "string", enum: ROLES } } };
  return [feature, { name: feature, attributes: { percentage, roles } }];
}

function on(feature: string): [string, object] {
  return [feature, { enabled: true, percentage: 100, roles: [] }];
}
