import type { Page } from "@playwright/test";
import { expectAccessible } from "../support/accessibility.ts";
import { signUp, somebody } from "../support/account.ts";
import { expect, test } from "../support/fixtures.ts";
import { awake, cards, scripting } from "../support/journeys.ts";

/** Opens the page of the first home found. */
async function openHome(page: Page, prefix = ""): Promise<void> {
  await page.goto(`${prefix}/homes`);
  const home = await cards(page).first().locator(".card__link").getAttribute("href");
  await page.goto(home!);
  await awake(page);
}

/** Puts the home of the page into a new list, and opens the list. */
async function startList(page: Page, name: string, prefix = ""): Promise<void> {
  await page.locator(".list-adder > a").click();
  if (await scripting(page)) {
    const panel = page.locator(".list-adder__panel");
    await panel.locator("input[type=text]").fill(name);
    await panel.locator("button[type=submit]").click();
    await expect(panel.getByRole("checkbox", { name })).toBeChecked();
    await page.goto(`${prefix}/account/shortlists`);
    await page.getByRole("link", { name }).click();
  } else {
    await page.locator("#create-shortlist #name").fill(name);
    await page.locator("#create-shortlist button[type=submit]").click();
  }
  await expect(page.locator(".shortlist__home")).toHaveCount(1);
}

/** Makes a link of the list that is open. */
async function invite(page: Page, right: "view" | "comment"): Promise<string> {
  await page.locator("#right").selectOption(right);
  await page.locator("#invite button[type=submit]").click();
  return page.locator("#link").inputValue();
}

for (const prefix of ["", "/ne"]) {
  test.describe("a list shared by a link", () => {
    test.use({ expectedMessages: [/status of 404/] });

    test(`a second person comments until the link is revoked (${prefix || "/en"}) @no-script`, async ({
      page,
      browser,
      javaScriptEnabled,
    }) => {
      await signUp(page, somebody(), prefix);
      await openHome(page, prefix);
      await startList(page, "Our homes", prefix);
      const list = page.url();
      const link = await invite(page, "comment");
      const family = await browser.newContext({ javaScriptEnabled: javaScriptEnabled ?? true });
      const there = await family.newPage();
      await there.goto(link);
      await expect(there.locator(".shortlist__home")).toHaveCount(1);
      await there.locator("#name").fill("Aama");
      await there.locator("#join-shortlist button[type=submit]").click();
      await there.locator("button[aria-pressed]").first().click();
      await expect(there.locator("button[aria-pressed=true]")).toHaveCount(1);
      await there.locator(".shortlist__talk form:has(input[value=add-note]) textarea").fill("Near the temple.");
      await there.locator("form:has(input[value=add-note]) button").click();
      await expect(there.locator(".messages__text")).toHaveText("Near the temple.");

      await page.goto(list);
      await expect(page.locator(".messages__by")).toHaveText("Aama");
      await expect(page.locator(".shortlist__talk")).toContainText("Aama");
      await page.locator("form:has(input[value=revoke-invitation]) button").click();
      await expect(page.locator("form:has(input[value=revoke-invitation])")).toHaveCount(0);
      const answer = await there.goto(link);
      expect(answer?.status()).toBe(404);
      await expect(there.locator("body")).not.toContainText("Near the temple.");
      await family.close();
    });
  });
}

test("a note is edited, deleted and brought back, and so is a home @no-script", async ({ page }) => {
  await signUp(page, somebody());
  await openHome(page);
  await startList(page, "Ours");
  await page.locator("form:has(input[value=add-note]) textarea").fill("Far.");
  await page.locator("form:has(input[value=add-note]) button").click();
  await page.locator(".shortlist__notes summary").click();
  await page.locator("form:has(input[value=edit-note]) textarea").fill("Not so far.");
  await page.locator("form:has(input[value=edit-note]) button").click();
  await expect(page.locator(".messages__text")).toHaveText("Not so far.");
  await page.locator("form:has(input[value=delete-note]) button").click();
  await expect(page.locator(".messages__text")).toHaveCount(0);
  await page.locator(".undo button").click();
  await expect(page.locator(".messages__text")).toHaveText("Not so far.");
  await page.locator("form:has(input[value=remove-home]) button").click();
  await expect(page.locator(".shortlist__home")).toHaveCount(0);
  await page.locator(".undo button").click();
  await expect(page.locator(".messages__text")).toHaveText("Not so far.");
});

test("a link is copied with one press", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await signUp(page, somebody());
  await openHome(page);
  await startList(page, "Ours");
  const link = await invite(page, "view");
  await awake(page);
  await page.locator(".shortlist__link button").click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(link);
});

test("the pages of lists are clean for axe", async ({ page, browser }) => {
  await signUp(page, somebody());
  await openHome(page);
  await page.locator(".list-adder > a").click();
  await expect(page.locator(".list-adder__panel")).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(page.locator(".list-adder__panel")).toBeHidden();
  await startList(page, "Ours");
  await page.locator("form:has(input[value=add-note]) textarea").fill("Far.");
  await page.locator("form:has(input[value=add-note]) button").click();
  const link = await invite(page, "comment");
  await awake(page);
  await expectAccessible(page);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(overflow, "the page is no wider than the window").toBe(0);
  const family = await browser.newContext();
  const there = await family.newPage();
  await there.goto(link);
  await awake(there);
  await expectAccessible(there);
  await family.close();
});
