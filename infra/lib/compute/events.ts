import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { EventBus, Rule } from "aws-cdk-lib/aws-events";
import { SqsQueue } from "aws-cdk-lib/aws-events-targets";
import { EventSourceMapping, FilterCriteria, FilterRule, type Function, StartingPosition } from "aws-cdk-lib/aws-lambda";
import { SqsDlq } from "aws-cdk-lib/aws-lambda-event-sources";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { Environment } from "../environment.js";
import { named } from "../names.js";
import type { DataStack } from "../stacks/data.js";
import { allow, makeFunction, script } from "./function.js";

/** How often a message is tried before it is put aside. */
const ATTEMPTS = 5;

/**
 * The way of an event in AWS: the outbox's item comes by the table's stream to the relay, which
 * puts it on the bus; rules bring it into a queue for each consumer. What can't be handed on is
 * put aside, for 14 days, and an alarm tells.
 */
export class Events extends Construct {
  readonly bus: EventBus;
  readonly relay: Function;
  readonly consumers: { readonly name: string; readonly handler: Function; readonly queue: Queue; readonly aside: Queue }[] = [];
  /** Where the relay puts what it couldn't hand on. */
  readonly relayAside: Queue;

  private readonly settings: { environment: Environment; data: DataStack };

  constructor(scope: Construct, id: string, props: { environment: Environment; data: DataStack }) {
    super(scope, id);
    const { environment, data } = (this.settings = props);
    this.bus = new EventBus(this, "bus", { eventBusName: named(environment, "events"), description: "What happened, as docs/events says" });
    // What was on the bus can be played again, as after a restore.
    this.bus.archive("archive", { archiveName: named(environment, "events"), eventPattern: { source: ["durbar"] }, retention: Duration.days(35) });
    this.relayAside = makeQueue(this, environment, "relay-aside", Duration.seconds(30));
    this.relay = this.makeRelay();
    this.consume({
      name: "archive-events",
      description: "Writes events into the data lake",
      variables: { LAKE: data.lake.bucketName },
      may: [allow(["s3:PutObject"], data.lake.arnForObjects("events/*")), allow(["kms:GenerateDataKey"], data.keys.data.keyArn)],
    });
  }

  private makeRelay(): Function {
    const { environment, data } = this.settings;
    const stream = data.table.tableStreamArn;
    if (stream === undefined) throw new Error("the table has no stream");
    const relay = makeFunction(this, environment, {
      purpose: "relay",
      of: script("relay"),
      description: "Hands events from the table's outbox to the bus",
      memoryMb: 256,
      timeout: Duration.seconds(30),
      variables: { BUS: this.bus.eventBusName },
      may: [
        allow(["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"], stream),
        allow(["kms:Decrypt"], data.keys.data.keyArn),
        allow(["events:PutEvents"], this.bus.eventBusArn),
        allow(["sqs:SendMessage"], this.relayAside.queueArn),
      ],
      logsKey: data.keys.logs,
    });
    const mapping = new EventSourceMapping(this, "relay-source", {
      target: relay,
      eventSourceArn: stream,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      retryAttempts: 100,
      maxRecordAge: Duration.hours(20),
      onFailure: new SqsDlq(this.relayAside),
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.isEqual("INSERT"),
          dynamodb: { NewImage: { entity_type: { S: FilterRule.isEqual("OutboxEvent") } } },
        }),
      ],
    });
    mapping.node.addDependency(relay.role?.node.findChild("DefaultPolicy") ?? relay);
    return relay;
  }

  /** A consumer with its queue, its place for what failed, and the rule that fills it with all events. */
  private consume(consumer: { name: string; description: string; variables: Record<string, string>; may: ReturnType<typeof allow>[] }): void {
    const { environment, data } = this.settings;
    const { name } = consumer;
    const timeout = Duration.seconds(60);
    const aside = makeQueue(this, environment, `${name}-aside`, timeout);
    const queue = makeQueue(this, environment, name, Duration.seconds(6 * timeout.toSeconds()), aside);
    new Rule(this, `${name}-rule`, {
      ruleName: named(environment, name),
      eventBus: this.bus,
      eventPattern: { source: ["durbar"] },
      targets: [new SqsQueue(queue, { deadLetterQueue: aside })],
    });
    const handler = makeFunction(this, environment, {
      purpose: name,
      of: script(name),
      description: consumer.description,
      memoryMb: 256,
      timeout,
      variables: consumer.variables,
      may: [
        allow(["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"], queue.queueArn),
        ...consumer.may,
      ],
      logsKey: data.keys.logs,
    });
    const mapping = new EventSourceMapping(this, `${name}-source`, {
      target: handler,
      eventSourceArn: queue.queueArn,
      batchSize: 100,
      maxBatchingWindow: Duration.seconds(30),
      maxConcurrency: 5,
      reportBatchItemFailures: true,
    });
    mapping.node.addDependency(handler.role?.node.findChild("DefaultPolicy") ?? handler);
    this.consumers.push({ name, handler, queue, aside });
  }
}

/** A queue whose messages wait 14 days; with `aside` for those that failed too often. */
function makeQueue(scope: Construct, environment: Environment, purpose: string, hiddenFor: Duration, aside?: Queue): Queue {
  return new Queue(scope, `${purpose}-queue`, {
    queueName: named(environment, purpose),
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
    visibilityTimeout: hiddenFor,
    removalPolicy: RemovalPolicy.DESTROY,
    ...(aside && { deadLetterQueue: { queue: aside, maxReceiveCount: ATTEMPTS } }),
  });
}
