// A search, and a home of what it finds.
import { synthetics } from "@amzn/synthetics-playwright";
import { open, visit } from "./visit.mjs";

export const handler = () =>
  visit(synthetics, async (page) => {
    await synthetics.executeStep("search", () => open(page, "/homes"));
    await synthetics.executeStep("home", async () => {
      await page.locator("a.card__link").first().click();
      await page.locator("h1").first().waitFor();
      if (!page.url().includes("/homes/")) throw new Error(`a home was expected, not ${page.url()}`);
    });
  });
