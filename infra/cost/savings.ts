import { ASSUMED } from "./assumptions.js";
import { WARM } from "./built.js";
import { MONTHS, total } from "./model.js";
import { dollars } from "./numbers.js";
import { people } from "./watching.js";

/** What changes would save, as a list. */
export function savings(): string {
  const month = (name: string) => MONTHS.find(({ scenario }) => scenario === name)?.lines ?? [];
  const lite = total(people(ASSUMED.growth)) - total(people(ASSUMED.growth, "Lite"));
  const canaries = total(month("dev").filter(({ words }) => words === "canaries"));
  const warm = total(month("launch").filter(({ words }) => words === `${WARM.launch} kept warm`));
  return [
    `- **Cognito's plan.** The pool has Essentials; with as many members as the dossier's growth, Lite would save ${dollars(lite)} a month. Whether anything of Essentials is used must be looked at before members are many. Below 10,000 members both are free.`,
    `- **Canaries.** Three journeys every ten minutes cost ${dollars(canaries)} a month in each environment, dev too; every half an hour would be a third of it.`,
    `- **The warm server** of production costs ${dollars(warm)} a month and spares visitors the first start.`,
    "- **Copies of media** within the region double what S3 stores, as section 10 asks. A cheaper class bills small objects as 128 KB, so it would pay for films alone.",
  ].join("\n");
}
