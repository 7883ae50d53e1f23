import { Stack, type StackProps } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { Events } from "../compute/events.js";
import { MediaPipeline } from "../compute/media.js";
import { PremiumKeys } from "../compute/premium-keys.js";
import { Rounds } from "../compute/rounds.js";
import { Server } from "../compute/server.js";
import { Settings } from "../compute/settings.js";
import { storesOf } from "../compute/stores.js";
import type { Environment } from "../environment.js";
import type { DataStack } from "./data.js";
import type { IdentityStack } from "./identity.js";

export interface ComputeProps extends StackProps {
  readonly environment: Environment;
  readonly data: DataStack;
  readonly identity: IdentityStack;
}

/** What runs: the server, the way of events, the work on uploads. */
export class ComputeStack extends Stack {
  readonly server: Server;
  readonly events: Events;
  readonly premiumKeys: PremiumKeys;
  readonly media: MediaPipeline | undefined;

  constructor(scope: Construct, id: string, props: ComputeProps) {
    super(scope, id, props);
    const { environment, data, identity } = props;
    this.premiumKeys = new PremiumKeys(this, "premium-keys", props);
    this.events = new Events(this, "events", props);
    const settings = new Settings(this, "settings", {
      environment,
      parameters: {
        table: data.table.tableName,
        "raw-uploads-bucket": data.rawUploads.bucketName,
        "public-media-bucket": data.publicMedia.bucketName,
        "premium-media-bucket": data.premiumMedia.bucketName,
        "private-papers-bucket": data.privatePapers.bucketName,
        "audit-bucket": data.audit.bucketName,
        "user-pool-id": identity.pool.userPoolId,
        "user-pool-client-id": identity.client.userPoolClientId,
        "event-bus": this.events.bus.eventBusName,
      },
    });
    const server = {
      environment,
      purpose: "server",
      stores: storesOf(environment, data, this.premiumKeys.secret),
      identity,
      flags: settings.flags,
    };
    this.server = new Server(this, "site", server);
    new Rounds(this, "rounds", server);
    this.media = environment.mediaWorkers ? new MediaPipeline(this, "media-pipeline", props) : undefined;
  }
}
