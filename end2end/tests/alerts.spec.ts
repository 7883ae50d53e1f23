import type { Page } from "@playwright/test";
import { expectAccessible } from "../support/accessibility.ts";
import { signUp, somebody } from "../support/account.ts";
import { expect, test } from "../support/fixtures.ts";
import { awake, cards } from "../support/journeys.ts";
import { mailTo } from "../support/mail.ts";
import { OwnMarket } from "../support/own-market.ts";
import { serveStrangers } from "../support/strangers.ts";

/** Fills in the form of a guest and sends it. */
async function askForAlerts(page: Page, email: string, frequency = "instant"): Promise<void> {
  await page.locator("#email").fill(email);
  await page.locator("#frequency").selectOption(frequency);
  await page.locator("#save-search button[type=submit]").click();
  await expect(page).toHaveURL(/\/alerts\/new\?done=sent$/);
}

/** The path of a link in the latest mail to an address that has one. */
async function linkIn(page: Page, email: string, way: "confirm" | "stop", words = /./): Promise<string> {
  const link = new RegExp(`(?:/ne)?/alerts/${way}\\?token=[\\w-]{43}`);
  const mail = await mailTo(page.request, email, new RegExp(`${words.source}[^]*${link.source}`));
  return link.exec(mail)![0];
}

/** Opens the link of the first mail and confirms. */
async function confirmAlerts(page: Page, email: string): Promise<void> {
  await page.goto(await linkIn(page, email, "confirm"));
  await page.locator("#confirm-alerts button[type=submit]").click();
  await expect(page.locator("#confirm-alerts")).toHaveCount(0);
}

test("an alert arrives after a price change, and its link ends the mails", async ({ browser }) => {
  const market = await OwnMarket.start();
  const { email } = somebody();
  const open = async (): Promise<Page> => {
    const context = await browser.newContext({ baseURL: market.origin });
    await serveStrangers(context, market.origin);
    return context.newPage();
  };

  let page = await open();
  await page.goto("/homes?in=bhaisepati&sort=price-low");
  const home = (await cards(page).first().locator(".card__link").getAttribute("href"))!;
  await page.getByRole("button", { name: "Save this search" }).click();
  await expect(page).toHaveURL(/\/alerts\/new\?in=bhaisepati$/);
  await askForAlerts(page, email);
  await confirmAlerts(page, email);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Alerts are on");
  await page.context().close();

  await market.changePrice(/prp_\w+/.exec(home)![0], 3);
  page = await open();
  const stop = await linkIn(page, email, "stop", /New price: /);
  await page.goto(stop);
  await page.locator("#stop-alerts button[type=submit]").click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Ended");
  await page.goto(stop);
  await expect(page.locator("#stop-alerts")).toHaveCount(0);
  await page.context().close();
  await market.close();
});

for (const prefix of ["", "/ne"]) {
  test(`a guest confirms alerts, asks twice, and has everything erased (${prefix || "/en"}) @no-script`, async ({ page }) => {
    const { email } = somebody();
    await page.goto(`${prefix}/homes?in=sanepa&beds=3`);
    await page.locator(".toolbar__save button").click();
    await askForAlerts(page, email, "weekly");
    await confirmAlerts(page, email);
    await page.goto(`${prefix}/alerts/new?in=sanepa&beds=3`);
    await askForAlerts(page, email);
    await page.goto(await linkIn(page, email, "stop"));
    await expect(page.locator(".saved-search__query")).toHaveCount(1);
    await page.locator("form:has(input[value=erase-address]) button").click();
    await expect(page.locator("#stop-alerts")).toHaveCount(0);
  });

  test(`somebody signed in saves a search at one press, changes it, and brings it back (${prefix || "/en"}) @no-script`, async ({ page }) => {
    await signUp(page, somebody(), prefix);
    await page.goto(`${prefix}/homes?in=sanepa`);
    await page.locator(".toolbar__save button").click();
    await expect(page).toHaveURL(new RegExp(`${prefix}/account/saved-searches\\?done=saved$`));
    await expect(page.locator(".saved-search")).toHaveCount(1);
    await page.locator(".saved-search__ways a").click();
    await page.locator("#name").fill("Near the river");
    await page.locator("#frequency").selectOption("never");
    await page.locator("#edit-search button[type=submit]").click();
    await expect(page.locator(".saved-search__name")).toHaveText("Near the river");
    await page.locator("form:has(input[value=remove-search]) button").click();
    await expect(page.locator(".saved-search")).toHaveCount(0);
    await page.locator("form:has(input[value=restore-search]) button").click();
    await expect(page.locator(".saved-search__name")).toHaveText("Near the river");
    await page.locator(".saved-search__name a").click();
    await expect(page).toHaveURL(new RegExp(`${prefix}/homes\\?in=sanepa$`));
  });
}

test("the button saves the search that stands there after a choice", async ({ page }) => {
  await page.goto("/homes");
  await awake(page);
  await page.goto("/homes?in=sanepa&in=tokha");
  await awake(page);
  await page.locator(".chip").first().click();
  await expect(page).toHaveURL(/\/homes\?in=\w+$/);
  const search = new URL(page.url()).search;
  await page.getByRole("button", { name: "Save this search" }).click();
  await expect(page).toHaveURL(new RegExp(`/alerts/new\\${search}$`));
});

test("the pages of alerts are clean for axe", async ({ page }) => {
  const { email } = somebody();
  const check = async (): Promise<void> => {
    await awake(page);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, "nothing is wider than the screen").toBeLessThanOrEqual(0);
    await expectAccessible(page);
  };
  await page.goto("/alerts/new?in=sanepa&beds=3");
  await check();
  await askForAlerts(page, email);
  await check();
  await page.goto(await linkIn(page, email, "confirm"));
  await check();
  await confirmAlerts(page, email);
  await check();
  await page.goto("/alerts/new?in=sanepa&beds=3");
  await askForAlerts(page, email);
  await page.goto(await linkIn(page, email, "stop"));
  await check();
  await page.locator("#stop-alerts button[type=submit]").click();
  await expect(page.locator("#stop-alerts")).toHaveCount(0);
  await check();
  await signUp(page, somebody());
  await page.goto("/account/saved-searches");
  await check();
  await page.goto("/homes?in=sanepa");
  await page.locator(".toolbar__save button").click();
  await expect(page.locator(".saved-search__ways")).toHaveCount(1);
  await check();
  await page.locator(".saved-search__ways a").click();
  await expect(page.locator("#edit-search")).toBeVisible();
  await check();
});

test.describe("a link of nobody", () => {
  test.use({ expectedMessages: [/status of 404/] });

  test("says that it no longer works @no-script", async ({ page }) => {
    for (const way of ["confirm", "stop"]) {
      const response = await page.goto(`/alerts/${way}?token=${"A".repeat(43)}`);
      expect(response?.status()).toBe(404);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    }
  });
});
