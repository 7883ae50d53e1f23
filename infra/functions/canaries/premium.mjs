// From signing in to a premium picture that arrives from the edge.
import { synthetics } from "@amzn/synthetics-playwright";
import { open, signIn, visit, visitor } from "./visit.mjs";

export const handler = () =>
  visit(synthetics, async (page) => {
    const person = await visitor();
    await synthetics.executeStep("sign in", () => signIn(page, person));
    await synthetics.executeStep("home", () => open(page, person.home));
    await synthetics.executeStep("premium media", async () => {
      const arrives = page.waitForResponse((answer) => new URL(answer.url()).pathname.startsWith("/premium/"));
      await page.locator("section.premium a.button").click();
      const answer = await arrives;
      if (!answer.ok() && answer.status() !== 206) throw new Error(`premium media: ${answer.status()}`);
    });
  });
