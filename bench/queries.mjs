// Searches as buyers make them: a text, filters and a map box, no two alike.
import { randomFrom } from "./statistics.mjs";

const WORDS = [
  "villa", "house", "garden", "bungalow", "bhaisepati", "budhanilkantha", "sanepa",
  "family house", "modern villa", "bhaisepti", "dhumbarahi garden", "maharajgunj house",
];
const TYPES = ["single-family-residence", "townhouse", "apartment"];
/** The six neighbourhoods and their surroundings: south, west, north, east. */
const VALLEY = { south: 27.63, west: 85.27, north: 27.79, east: 85.4 };
const CRORE = 10_000_000;

/**
 * @param {number} count how many
 * @param {number} seed the same searches for the same seed
 * @returns {string[]} paths with query strings
 */
export function searchPaths(count, seed) {
  const random = randomFrom(seed);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const between = (low, high) => low + random() * (high - low);
  return Array.from({ length: count }, () => {
    const latitude = between(VALLEY.south, VALLEY.north);
    const longitude = between(VALLEY.west, VALLEY.east);
    const half = between(0.01, 0.06);
    const corners = [latitude - half, longitude - half, latitude + half, longitude + half];
    const query = new URLSearchParams({
      q: pick(WORDS),
      beds: String(2 + Math.floor(random() * 3)),
      max_price: String(Math.round(between(8, 60)) * CRORE),
      box: corners.map((degrees) => degrees.toFixed(5)).join(","),
    });
    if (random() < 0.3) query.set("sort", "price-low");
    if (random() < 0.2) query.set("type", pick(TYPES));
    return `/homes?${query}`;
  });
}
