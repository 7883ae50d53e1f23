import { Stack, type StackProps } from "aws-cdk-lib";
import type { Construct } from "constructs";
import type { Environment } from "../environment.js";
import { named } from "../names.js";
import { Canaries } from "../observability/canaries.js";
import { ServiceDashboard } from "../observability/dashboard.js";
import { Faults } from "../observability/faults.js";
import { LogArchive } from "../observability/log-archive.js";
import { RealUsers } from "../observability/real-users.js";
import { ServiceLevels } from "../observability/slo.js";
import { Spending } from "../observability/spending.js";
import type { ComputeStack } from "./compute.js";
import type { DataStack } from "./data.js";

export interface ObservabilityProps extends StackProps {
  readonly environment: Environment;
  readonly data: DataStack;
  readonly compute: ComputeStack;
}

/** How the site does, and who hears of it when it doesn't. */
export class ObservabilityStack extends Stack {
  constructor(scope: Construct, id: string, props: ObservabilityProps) {
    super(scope, id, props);
    const { environment, data, compute } = props;
    const serverName = named(environment, "server");
    const levels = new ServiceLevels(this, "levels", { environment, serverName, serverLog: compute.server.log, alarms: data.alarms });
    new Faults(this, "faults", props);
    new ServiceDashboard(this, "dashboard", { environment, data, compute, levels, serverName });
    new LogArchive(this, "log-archive", {
      environment,
      data,
      logs: { server: compute.server.log, relay: compute.events.relay.logGroup },
    });
    new Spending(this, "spending", props);
    // What comes and goes with a pull request is tried by its own tests.
    if (!environment.isEphemeral) new Canaries(this, "canaries", props);
    if (environment.realUserMonitoring) new RealUsers(this, "real-users", environment);
  }
}
