// Compares a restored table with the one in use: how many items there are of each kind, and a
// digest of them that doesn't depend on their order.
import { createHash } from "node:crypto";

/** What was counted: kind to number of items and the exclusive-or of their digests. */
export class Tally {
  kinds = new Map();

  add(item) {
    const kind = item.entity_type?.S ?? "";
    const entry = this.kinds.get(kind) ?? { count: 0, digest: Buffer.alloc(32) };
    const digest = createHash("sha256").update(canonical(item)).digest();
    for (let at = 0; at < 32; at += 1) entry.digest[at] ^= digest[at];
    entry.count += 1;
    this.kinds.set(kind, entry);
  }
}

/** The same text for the same item, however its attributes are ordered. */
export function canonical(value) {
  if (value instanceof Uint8Array) return JSON.stringify(Buffer.from(value).toString("base64"));
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const fields = Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`);
  return `{${fields.join()}}`;
}

/**
 * @param {Tally} live
 * @param {Tally} restored
 * @param {number} tolerance part of a kind's items that may differ, since the table in use goes on changing
 */
export function compare(live, restored, tolerance) {
  const kinds = [...new Set([...live.kinds.keys(), ...restored.kinds.keys()])].sort().map((kind) => {
    const [a, b] = [live.kinds.get(kind), restored.kinds.get(kind)];
    const [inUse, back] = [a?.count ?? 0, b?.count ?? 0];
    const allowed = Math.max(Math.ceil(inUse * tolerance), 10);
    return { kind, live: inUse, restored: back, identical: a !== undefined && b !== undefined && a.digest.equals(b.digest), passes: Math.abs(inUse - back) <= allowed };
  });
  const total = kinds.reduce((sum, { restored: count }) => sum + count, 0);
  const isLiveEmpty = kinds.every(({ live: count }) => count === 0);
  return { passes: kinds.every(({ passes }) => passes) && (total > 0 || isLiveEmpty), items: total, kinds };
}
