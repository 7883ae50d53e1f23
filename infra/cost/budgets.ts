import { type Line } from "./line.js";
import { monthOf, total } from "./model.js";

/** Room above what the model says: it knows no cold starts, no incidents and no taxes. */
export const HEADROOM = 1.2;

/** Up to the next ten dollars. */
const rounded = (usd: number): number => Math.ceil((usd * HEADROOM) / 10) * 10;

/** A pull request lives for some days and nobody visits it; what an account has once is not its own. */
const DAYS_OF_PULL_REQUEST = 7;
const NOT_OF_PULL_REQUEST = (line: Line): boolean =>
  line.by === "visits" || line.row === "Security" || line.row === "S3 (with versions)" || line.row === "Media processing" || line.words === "canaries";

/** US dollars a month that each kind of environment may cost. */
export const BUDGETS = {
  dev: rounded(total(monthOf("dev").lines)),
  // Staging is visited like dev, and built like it.
  staging: rounded(total(monthOf("dev").lines)),
  prod: rounded(total(monthOf("launch").lines)),
  pr: rounded((total(monthOf("dev").lines.filter((line) => !NOT_OF_PULL_REQUEST(line))) * DAYS_OF_PULL_REQUEST) / 30),
};
