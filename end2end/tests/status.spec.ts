import type { Page } from "@playwright/test";
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

/** How a browser of a person calls itself. */
const PERSON = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";

test("an admin reads how pages came up in visitors' browsers", { tag: "@once" }, async ({ browser }) => {
  const market = await OwnMarket.start({ DURBAR_WEB_VITALS_SAMPLE: "1" });
  try {
    // Programs aren't counted, and Chromium without a window says that it is one.
    const visitor = await browser.newContext({ baseURL: market.origin, userAgent: PERSON });
    await serveStrangers(visitor, market.origin);
    const page = await visitor.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    await page.goto("/");
    await expect(page.locator("html[data-measured]")).toBeAttached();
    await paintedLargest(page);
    // The first key ends the measuring of what came up; the hidden page tells of it.
    await page.keyboard.press("Shift");
    const told = page.waitForResponse((response) => new URL(response.url()).pathname === "/api/vitals");
    await hide(page);
    expect((await told).status()).toBe(204);
    expect(complaints).toEqual([]);
    await visitor.close();

    // What was counted is written when the server ends.
    await market.restart();
    const office = await asStaff(browser, market.origin, "admin@demo.example");
    await office.goto("/account/admin/status");
    const rows = office.getByRole("region", { name: "In visitors' browsers" }).getByRole("row");
    await expect(rows).toHaveCount(5);
    for (const figure of ["(LCP)", "(TTFB)"]) {
      const front = rows.filter({ hasText: figure }).getByRole("cell").first();
      await expect(front).toContainText(/(good|needs improvement|poor) \(1 visit\)/);
    }
    await expectAccessible(office);
    await office.goto("/ne/account/admin/status");
    await expect(office.getByRole("region", { name: "आगन्तुकका ब्राउजरमा" }).getByRole("row")).toHaveCount(5);
    await office.context().close();
  } finally {
    await market.close();
  }
});

/** Waits until the browser has told those who asked what its largest paint was. */
async function paintedLargest(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const observer = new PerformanceObserver(() => resolve());
        observer.observe({ type: "largest-contentful-paint", buffered: true });
      }),
  );
}

/** Has the page take itself for hidden, as when somebody turns to another tab. */
async function hide(page: Page): Promise<void> {
  await page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
  });
}
