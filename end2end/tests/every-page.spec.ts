import { expectAccessible } from "../support/accessibility.ts";
import { expect, test } from "../support/fixtures.ts";
import { awake, cards } from "../support/journeys.ts";

const PAGES = [
  "/",
  "/homes",
  "/homes?view=list",
  "/homes?view=map",
  "/homes?in=tokha&beds=4&min_price=500000000",
  "/neighbourhoods",
  "/neighbourhoods/bhaisepati",
  "/brokers",
  "/about",
  "/privacy",
  "/terms",
];

for (const prefix of ["", "/ne"]) {
  for (const path of PAGES) {
    const address = path === "/" ? `${prefix}/` : `${prefix}${path}`;
    test(`${address} wakes without a word in the console, fits, and is clean for axe`, async ({ page }) => {
      const response = await page.goto(address);
      expect(response?.status()).toBe(200);
      await awake(page);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow, "nothing is wider than the screen").toBeLessThanOrEqual(0);
      await expectAccessible(page);
    });
  }

  test(`a home and its broker (${prefix || "/en"}) are clean for axe`, async ({ page }) => {
    await page.goto(`${prefix}/homes`);
    await cards(page).first().locator("a.card__link").click();
    await awake(page);
    await expectAccessible(page);
    await page.locator(".broker-card a").first().click();
    await awake(page);
    await expectAccessible(page);
  });
}
