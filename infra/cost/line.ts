import type { Row } from "./dossier.js";

/** One reason for money to be spent: a line of a bill. */
export interface Line {
  readonly row: Row;
  readonly words: string;
  /** US dollars a month. */
  readonly usd: number;
  /** Whether it is spent for visits, or is there without any. */
  readonly by: "visits" | "month";
}

export const forVisits = (row: Row, words: string, usd: number): Line => ({ row, words, usd, by: "visits" });
export const forMonth = (row: Row, words: string, usd: number): Line => ({ row, words, usd, by: "month" });
