import { expectAccessible } from "../support/accessibility.ts";
import { expect, test } from "../support/fixtures.ts";
import { awake, follow } from "../support/journeys.ts";
import { mailTo } from "../support/mail.ts";
import { OwnMarket } from "../support/own-market.ts";
import { asStaff } from "../support/staff.ts";
import { serveStrangers } from "../support/strangers.ts";

test("a home on hold is shown to whom its broker invites", { tag: "@once" }, async ({ browser }) => {
  const market = await OwnMarket.start();
  try {
    const desk = await asStaff(browser, market.origin, "broker@demo.example");
    await desk.goto("/broker");
    const first = desk.locator(".desk-list__row--pick a").first();
    const title = await first.innerText();
    await first.click();
    await desk.locator("#to").selectOption("hold");
    await desk.locator("#change-status button[type=submit]").click();
    await follow(desk, desk.getByRole("link", { name: "Show it to invited people" }));
    await expectAccessible(desk);
    await desk.locator("#name").fill("Maya Karki");
    await desk.locator("#email").fill("maya@example.com");
    await desk.locator("#owner").fill("Sita Rana");
    await desk.locator("#signed_on").fill("2026-11-01");
    await desk.locator("#invite-privately button[type=submit]").click();
    await expect(desk.getByText("not opened yet")).toBeVisible();
    await expectAccessible(desk);

    const context = await browser.newContext({ baseURL: market.origin });
    await serveStrangers(context, market.origin);
    const page = await context.newPage();
    const mail = await mailTo(page.request, "maya@example.com", /\/private\//);
    await page.goto(/\/private\/[\w.-]+/.exec(mail)![0]);
    await awake(page);
    await expect(page.locator("h1")).toHaveText(title);
    await expect(page.getByText("Shown to Maya Karki alone")).toBeVisible();
    await expectAccessible(page);
    await desk.reload();
    await expect(desk.getByText("opened 1 time,")).toBeVisible();
    await desk.locator("form:has(input[value=revoke-private-invitation]) button").click();
    await page.reload();
    await expect(page.locator("h1")).toHaveText("This link opens nothing any more");
    for (const one of [context, desk.context()]) await one.close();
  } finally {
    await market.close();
  }
});
