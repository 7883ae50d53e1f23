import type { Range } from "./dossier.js";

/** US dollars: with cents below ten, where they tell something. */
export function dollars(usd: number): string {
  return usd < 10 ? usd.toFixed(2) : Math.round(usd).toLocaleString("en");
}

/** From and to; what has no row is empty. */
export function range(of: Range | undefined): string {
  if (of === undefined) return "";
  const [low, high] = of;
  return low === high ? dollars(low) : `${dollars(low)}–${dollars(high)}`;
}

/** A row of a table in Markdown. */
export const cells = (...texts: string[]): string => `| ${texts.join(" | ")} |`;

/** KB (1,000 bytes). */
export const kilobytes = (bytes: number): string => `${Math.round(bytes / 1000).toLocaleString("en")} KB`;
