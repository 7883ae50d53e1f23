import { type App, Tags } from "aws-cdk-lib";
import { type Environment, prefixOf } from "./environment.js";
import { ComputeStack } from "./stacks/compute.js";
import { DataStack } from "./stacks/data.js";
import { EdgeStack } from "./stacks/edge.js";
import { IdentityStack } from "./stacks/identity.js";
import { ExpiryStack } from "./stacks/expiry.js";
import { ObservabilityStack } from "./stacks/observability.js";
import { RecoveryStack } from "./stacks/recovery.js";
import { SecurityStack } from "./stacks/security.js";
import { StandbyComputeStack } from "./stacks/standby-compute.js";
import { StandbyDataStack } from "./stacks/standby-data.js";
import { TAGS } from "./tags.js";

/** The stacks of an environment. */
export interface Stacks {
  readonly data: DataStack;
  readonly identity: IdentityStack;
  readonly compute: ComputeStack;
  readonly edge: EdgeStack;
  readonly security: SecurityStack;
  readonly recovery: RecoveryStack;
  readonly observability: ObservabilityStack;
  readonly standbyData: StandbyDataStack | undefined;
  readonly standbyCompute: StandbyComputeStack | undefined;
}

/** The region that CloudFront, and what belongs to it, is ruled from. */
const EDGE_REGION = "us-east-1";

/** Adds everything an environment is made of to an app; one of a pull request lives from `now` on. */
export function addStacks(app: App, environment: Environment, now = new Date()): Stacks {
  const { account, recovery } = environment;
  const at = (region: string) => ({
    environment,
    env: { account, region },
    crossRegionReferences: true,
    terminationProtection: environment.keepsData,
  });
  const [here, there] = [at(environment.region), at(environment.standbyRegion)];
  const id = (concern: string) => `${prefixOf(environment)}-${concern}`;
  const standbyData = recovery > 1 ? new StandbyDataStack(app, id("standby-data"), there) : undefined;
  const data = new DataStack(app, id("data"), { ...here, ...(standbyData && { standby: standbyData }) });
  const identity = new IdentityStack(app, id("identity"), { ...here, data });
  const compute = new ComputeStack(app, id("compute"), { ...here, data, identity });
  const standbyCompute =
    recovery === 3 && standbyData
      ? new StandbyComputeStack(app, id("standby-compute"), { ...there, standbyData, identity })
      : undefined;
  // The table's copy and the secret's are there once these two are.
  standbyCompute?.addStackDependency(compute);
  const edge = new EdgeStack(app, id("edge"), { ...at(EDGE_REGION), compute, standby: standbyCompute });
  const security = new SecurityStack(app, id("security"), { ...here, data });
  const recoveryStack = new RecoveryStack(app, id("recovery"), { ...here, data });
  const observability = new ObservabilityStack(app, id("observability"), { ...here, data, compute });
  if (environment.isEphemeral) {
    new ExpiryStack(app, id("expiry"), {
      ...here,
      stacks: [observability, recoveryStack, security, edge, compute, identity, data],
      until: new Date(now.getTime() + environment.hoursToLive * 3_600_000),
    });
  }
  tag(app, environment);
  return { data, identity, compute, edge, security, recovery: recoveryStack, observability, standbyData, standbyCompute };
}

/** The taxonomy of tags, on everything. */
function tag(app: App, environment: Environment): void {
  const values: Record<(typeof TAGS)[number], string> = {
    Environment: environment.name,
    Owner: "durbar",
    CostCenter: environment.isEphemeral ? "development" : environment.name,
    DataSensitivity: environment.keepsData ? "personal" : "made-up",
  };
  for (const name of TAGS) Tags.of(app).add(name, values[name]);
}
