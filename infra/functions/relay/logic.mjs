// From the table's stream to the bus: each event that was put into the outbox leaves as
// docs/events describes it. At least once, and in order for each shard of the stream.

/** Most entries that one call of PutEvents takes. */
const AT_ONCE = 10;

/** A value as DynamoDB writes it, as plain JSON. */
export function plain(value) {
  const [[type, inner]] = Object.entries(value);
  switch (type) {
    case "S":
    case "BOOL":
      return inner;
    case "N":
      return Number(inner);
    case "NULL":
      return null;
    case "L":
      return inner.map(plain);
    case "M":
      return Object.fromEntries(Object.entries(inner).map(([name, it]) => [name, plain(it)]));
    default:
      throw new Error(`an event holds no ${type}`);
  }
}

/** The event of a record; `undefined` where it tells of no new one. */
export function eventOf(record) {
  const item = record.eventName === "INSERT" ? record.dynamodb?.NewImage : undefined;
  if (item?.entity_type?.S !== "OutboxEvent") return undefined;
  const event = plain(item.event);
  if (typeof event.event_id !== "string" || typeof event.detail_type !== "string") throw new Error("an event without name or type");
  return event;
}

/**
 * Hands the events of a batch to `putEvents`, in order, and names the first record that could
 * not be handed on: the stream goes on from there.
 *
 * @param {{ Records: object[] }} batch
 * @param {{ bus: string, putEvents: (entries: object[]) => Promise<{ Entries: { ErrorCode?: string }[] }> }} to
 */
export async function relay(batch, { bus, putEvents }) {
  const failedAt = (record) => ({ batchItemFailures: [{ itemIdentifier: record.dynamodb.SequenceNumber }] });
  const entries = [];
  let broken;
  for (const record of batch.Records) {
    try {
      const event = eventOf(record);
      if (event) entries.push({ record, event });
    } catch (error) {
      console.error(JSON.stringify({ level: "error", message: "an event could not be read", sequence: record.dynamodb.SequenceNumber, reason: error.message }));
      broken = record;
      break;
    }
  }
  for (let at = 0; at < entries.length; at += AT_ONCE) {
    const some = entries.slice(at, at + AT_ONCE);
    const answer = await putEvents(
      some.map(({ event }) => ({
        EventBusName: bus,
        Source: "durbar",
        DetailType: event.detail_type,
        Time: new Date(event.occurred_at),
        Detail: JSON.stringify(event),
      })),
    );
    const failed = answer.Entries.findIndex(({ ErrorCode }) => ErrorCode !== undefined);
    if (failed >= 0) {
      console.error(JSON.stringify({ level: "error", message: "the bus refused an event", event_id: some[failed].event.event_id, reason: answer.Entries[failed].ErrorCode }));
      return failedAt(some[failed].record);
    }
  }
  return broken ? failedAt(broken) : { batchItemFailures: [] };
}
