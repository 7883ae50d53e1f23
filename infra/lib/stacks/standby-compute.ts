import { Stack, type StackProps } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { Server } from "../compute/server.js";
import { standbyStoresOf } from "../compute/stores.js";
import type { Environment } from "../environment.js";
import type { IdentityStack } from "./identity.js";
import type { StandbyDataStack } from "./standby-data.js";

export interface StandbyComputeProps extends StackProps {
  readonly environment: Environment;
  readonly standbyData: StandbyDataStack;
  readonly identity: IdentityStack;
}

/** The server in the standby region, over the copies there: recovery option 3. */
export class StandbyComputeStack extends Stack {
  readonly server: Server;

  constructor(scope: Construct, id: string, props: StandbyComputeProps) {
    super(scope, id, props);
    const { environment, standbyData, identity } = props;
    const stores = standbyStoresOf(this, environment, standbyData);
    this.server = new Server(this, "site", { environment, purpose: "server-standby", stores, identity });
  }
}
