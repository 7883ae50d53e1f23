// From the queue to the data lake: events as lines of JSON, in a folder a day, for Athena.
import { createHash } from "node:crypto";

/** The event that a message of EventBridge carries. */
export function eventOf(body) {
  const { detail } = JSON.parse(body);
  if (typeof detail?.event_id !== "string" || !/^[0-9]{4}-[0-9]{2}-[0-9]{2}T/.test(detail.occurred_at)) {
    throw new Error("no event of ours");
  }
  return detail;
}

/**
 * Writes a batch by `put(key, text)`; names the messages that were not written, so that these
 * alone come again. The same events have the same key: what comes twice is written once.
 */
export async function archive(batch, { put }) {
  const failed = [];
  const days = new Map();
  for (const { messageId, body } of batch.Records) {
    try {
      const event = eventOf(body);
      const day = event.occurred_at.slice(0, 10);
      days.set(day, [...(days.get(day) ?? []), { messageId, event }]);
    } catch (error) {
      console.error(JSON.stringify({ level: "error", message: "a message could not be read", message_id: messageId, reason: error.message }));
      failed.push(messageId);
    }
  }
  for (const [day, entries] of days) {
    const lines = new Map(entries.map(({ event }) => [event.event_id, JSON.stringify(event)]));
    const ids = [...lines.keys()].sort();
    const digest = createHash("sha256").update(ids.join("\n")).digest("hex").slice(0, 32);
    try {
      await put(`events/day=${day}/${digest}.jsonl`, `${ids.map((id) => lines.get(id)).join("\n")}\n`);
    } catch (error) {
      console.error(JSON.stringify({ level: "error", message: "events could not be written", day, reason: error.message }));
      failed.push(...entries.map(({ messageId }) => messageId));
    }
  }
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}
