import { expectAccessible } from "../support/accessibility.ts";
import { signUp, somebody } from "../support/account.ts";
import { expect, test } from "../support/fixtures.ts";
import { mailTo } from "../support/mail.ts";
import { OwnMarket } from "../support/own-market.ts";
import { asStaff } from "../support/staff.ts";
import { serveStrangers } from "../support/strangers.ts";

const NAME = "Sagarmatha Estates";

test("a broker starts an agency, and an invited person comes in once", { tag: "@once" }, async ({ browser }) => {
  const market = await OwnMarket.start();
  try {
    const owner = await asStaff(browser, market.origin, "broker@demo.example");
    await owner.goto("/broker/agency");
    await expectAccessible(owner);
    await owner.locator("#name_en").fill(NAME);
    await owner.locator("#name_ne").fill("सगरमाथा इस्टेट");
    await owner.locator("#office").fill("Lazimpat, Kathmandu");
    await owner.locator("#phone").fill("9800000001");
    await owner.locator("#start-agency button[type=submit]").click();
    await expect(owner.getByRole("heading", { level: 1 })).toHaveText(NAME);

    const anju = somebody();
    await owner.locator("#email").fill(anju.email);
    await owner.locator("#role").selectOption("assistant");
    await owner.locator("#invite-member button[type=submit]").click();
    await expect(owner.getByText(anju.email)).toBeVisible();
    await expectAccessible(owner);

    const context = await browser.newContext({ baseURL: market.origin });
    await serveStrangers(context, market.origin);
    const page = await context.newPage();
    await signUp(page, anju);
    const mail = await mailTo(page.request, anju.email, /agency\/join/);
    const link = /\/broker\/agency\/join\/[\w.-]+/.exec(mail)![0];
    await page.goto(link);
    await expect(page.getByText(NAME)).toBeVisible();
    await expectAccessible(page);
    await page.locator("form:has(input[value=join-agency]) button").click();
    await expect(page).toHaveURL(/\/broker\/agency\?done=saved$/);
    await expect(page.locator(".desk-list__row")).toHaveCount(2);
    await context.close();

    await owner.goto("/broker/calendar");
    await expectAccessible(owner);
    await owner.locator("form:has(input[value=renew-feed]) button").click();
    const feed = await owner.locator("#feed").inputValue();
    const file = await owner.request.get(new URL(feed).pathname);
    expect(file.headers()["content-type"]).toContain("text/calendar");
    await owner.context().close();
  } finally {
    await market.close();
  }
});
