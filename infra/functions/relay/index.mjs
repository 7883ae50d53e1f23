import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { relay } from "./logic.mjs";

const client = new EventBridgeClient();

export const handler = (batch) =>
  relay(batch, { bus: process.env.BUS, putEvents: (Entries) => client.send(new PutEventsCommand({ Entries })) });
