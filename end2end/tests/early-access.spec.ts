import type { Page } from "@playwright/test";
import { expectAccessible } from "../support/accessibility.ts";
import { signIn } from "../support/account.ts";
import { expect, test } from "../support/fixtures.ts";

/** The demo market's home that members see first; seeding announces it. */
const TITLE = "Pavilion";
const LIST = "/account/early-access";

const homes = (page: Page) => page.locator(".account__body article.card");

async function signedIn(page: Page, level: "gold" | "platinum"): Promise<void> {
  await signIn(page, { name: "", email: `${level}@demo.example`, password: "four quiet marigolds" });
  await expect(page).toHaveURL(/\/account$/);
}

test("Platinum sees an announced home before everyone, in both languages @no-script", async ({
  page,
  javaScriptEnabled,
}) => {
  await signedIn(page, "platinum");
  await page.goto(`/ne${LIST}`);
  if (javaScriptEnabled) await expectAccessible(page);
  await page.goto(LIST);
  await expect(homes(page)).toHaveCount(1);
  await homes(page).first().locator("a.card__link").click();
  await expect(page).toHaveURL(/\/account\/early-access\/.+-prp_/);
  await expect(page.locator("h1")).toContainText(TITLE, { ignoreCase: true });
  await expect(page.locator(".listing__head .notice")).toBeVisible();
  await expect(page.locator(".mosaic img").first()).toBeVisible();
  if (javaScriptEnabled) await expectAccessible(page);

  // Whoever is sent the public address learns when it opens, and no more.
  const address = new URL(page.url()).pathname.replace(LIST, "/homes");
  await page.goto(address);
  await expect(page.locator("h1")).not.toContainText(TITLE, { ignoreCase: true });
  await expect(page.locator(".page-message dl dd")).toHaveCount(3);
  await expect(page.locator("main img")).toHaveCount(0);
  if (javaScriptEnabled) await expectAccessible(page);
  await page.locator(`a.button[href^="${LIST}"]`).click();
  await expect(page.locator("h1")).toContainText(TITLE, { ignoreCase: true });
});

test.describe("before its turn", () => {
  test.use({ expectedMessages: [/status of 403/] });

  test("Gold hears how many homes wait, and the home's page says when it opens @no-script", async ({ page, browser, baseURL }) => {
    const member = await browser.newPage({ baseURL });
    await signedIn(member, "platinum");
    await member.goto(LIST);
    const address = await homes(member).first().locator("a.card__link").getAttribute("href");
    await member.close();

    await signedIn(page, "gold");
    await page.goto(LIST);
    await expect(homes(page)).toHaveCount(0);
    await expect(page.locator(".account__body a[href='/account/membership']")).toBeVisible();
    const response = await page.goto(address!);
    expect(response?.status()).toBe(403);
    await expect(page.locator(".page-message dl dd")).toHaveCount(3);
  });
});
