import { expectAccessible } from "../support/accessibility.ts";
import { expect, test } from "../support/fixtures.ts";
import { cards, follow } from "../support/journeys.ts";
import { OwnMarket } from "../support/own-market.ts";
import { asStaff } from "../support/staff.ts";
import { serveStrangers } from "../support/strangers.ts";

test("an admin reads how quickly homes' pages were answered", { tag: "@once" }, async ({ browser }) => {
  const market = await OwnMarket.start();
  try {
    const visitor = await browser.newContext({ baseURL: market.origin });
    await serveStrangers(visitor, market.origin);
    const page = await visitor.newPage();
    await page.goto("/homes?view=list");
    await follow(page, cards(page).first().locator("a.card__link"));
    const home = page.url();
    await visitor.close();
    const again = await browser.newContext();
    await serveStrangers(again, market.origin);
    expect((await (await again.newPage()).goto(home))?.status()).toBe(200);
    await again.close();

    // What was counted is written when the server ends.
    await market.restart();
    const office = await asStaff(browser, market.origin, "admin@demo.example");
    await office.goto("/account/admin/events");
    await follow(office, office.locator(".admin__ways a[href='/account/admin/status']"));
    await expect(office.getByRole("heading", { level: 1 })).toHaveText("Service levels");
    const today = office.getByRole("region", { name: "Today" }).getByRole("row");
    await expect(today).toHaveCount(5);
    await expect(today.filter({ hasText: "kept from before" })).toContainText(/in under 250 ms.*(Met|Missed)/);
    await expect(today.filter({ hasText: "made anew" })).toContainText(/in under 400 ms.*(Met|Missed)/);
    await expect(today.filter({ hasText: "without a fault" })).toContainText("100 % answered");
    await expectAccessible(office);
    await office.goto("/ne/account/admin/status");
    await expect(office.getByRole("region", { name: "आज" }).getByRole("row")).toHaveCount(5);
    await expectAccessible(office);
    await office.context().close();
  } finally {
    await market.close();
  }
});
