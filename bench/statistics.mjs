// Small statistics over measured numbers.

/**
 * The value that `fraction` of the numbers do not exceed (nearest rank).
 * @param {number[]} numbers at least one
 * @param {number} fraction above 0, at most 1
 */
export function percentile(numbers, fraction) {
  if (numbers.length === 0) throw new Error("a percentile needs at least one number");
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.ceil(fraction * sorted.length) - 1];
}

export const median = (numbers) => percentile(numbers, 0.5);

/**
 * Random numbers in [0, 1) that are the same for the same seed (mulberry32).
 * @param {number} seed a whole number
 * @returns {() => number}
 */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
