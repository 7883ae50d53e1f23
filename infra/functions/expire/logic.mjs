// Takes an environment down whose time is over: empties its buckets, then deletes its stacks,
// those that others stand on last. Run every quarter of an hour; what isn't finished goes on
// the next time. The last stack is the one this function is in.

const GONE = new Set([undefined, "DELETE_COMPLETE"]);

/**
 * @param {{ until: Date, now: Date, stacks: { name: string, region: string }[], buckets: string[] }} what
 * @param {{ status(stack): Promise<string | undefined>, deleteStack(stack): Promise<void>, empty(bucket): Promise<boolean> }} aws
 *   `empty` tells whether nothing is left in a bucket
 * @returns {Promise<string>} what was done
 */
export async function expire({ until, now, stacks, buckets }, aws) {
  if (now < until) return `lives until ${until.toISOString()}`;
  for (const stack of stacks) {
    const status = await aws.status(stack);
    if (GONE.has(status)) continue;
    if (status.endsWith("_IN_PROGRESS")) return `waits for ${stack.name}: ${status}`;
    if (stack.holdsBuckets) {
      for (const bucket of buckets) {
        if (!(await aws.empty(bucket))) return `empties ${bucket}`;
      }
    }
    await aws.deleteStack(stack);
    return `deletes ${stack.name}`;
  }
  return "nothing is left";
}
