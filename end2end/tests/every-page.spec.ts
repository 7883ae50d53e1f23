import { expectAccessible } from "../support/accessibility.ts";
import { expect, test } from "../support/fixtures.ts";
import { awake, cards, follow } from "../support/journeys.ts";

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
    await follow(page, cards(page).first().locator("a.card__link"));
    await expectAccessible(page);
    await follow(page, page.locator(".broker-card a").first());
    await expectAccessible(page);
  });
}

/** The identifier of a home in the demo market that was withdrawn. */
const WITHDRAWN = "prp_01km2bwse0rrc3hhbpaqhkwvsf";

for (const prefix of ["", "/ne"]) {
  test(`a sold home (${prefix || "/en"}) says what it went for and is clean for axe`, async ({ page }) => {
    await page.goto(`${prefix}/homes?status=sold`);
    await follow(page, cards(page).first().locator("a.card__link"));
    await expect(page.locator(".price-aside .price-label")).toBeVisible();
    await expectAccessible(page);
  });

  test(`a broker whose licence ran out (${prefix || "/en"}) is clean for axe`, async ({ page }) => {
    await page.goto(`${prefix}/brokers`);
    await follow(page, page.locator(".broker-card", { has: page.locator(".broker-card__license--expired") }).locator("a"));
    await expect(page.locator(".broker-card__license--expired")).toBeVisible();
    await expect(page.locator("main a[href^='tel:'], main a[href^='mailto:']")).toHaveCount(0);
    await expectAccessible(page);
  });
}

test.describe("pages of what is not there", () => {
  test.use({ expectedMessages: [/status of 4\d\d/] });

  for (const prefix of ["", "/ne"]) {
    for (const [path, status] of [
      ["/nowhere", 404],
      [`/homes/${WITHDRAWN}`, 410],
      [`/homes?q=${"x".repeat(9_000)}`, 400],
    ] as const) {
      test(`${prefix}${path.slice(0, 20)} answers ${status}, fits, and is clean for axe`, async ({ page }) => {
        const response = await page.goto(`${prefix}${path}`);
        expect(response?.status()).toBe(status);
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(overflow, "nothing is wider than the screen").toBeLessThanOrEqual(0);
        await expectAccessible(page);
      });
    }
  }
});
