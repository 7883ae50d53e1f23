import type { Page } from "@playwright/test";
import { expectAccessible } from "../support/accessibility.ts";
import { signIn, signUp, somebody } from "../support/account.ts";
import { expect, test } from "../support/fixtures.ts";
import { awake, cards, follow } from "../support/journeys.ts";
import { mailTo } from "../support/mail.ts";
import { totp } from "../support/totp.ts";

/** Chooses a plan by invoice and comes to the invoice; its number. */
async function buyByInvoice(page: Page, plan: string, prefix = ""): Promise<string> {
  await page.goto(`${prefix}/account/membership`);
  await page.locator("#plan").selectOption(plan);
  await page.locator("#method").selectOption("invoice");
  await page.locator("#buy button[type=submit]").click();
  await expect(page).toHaveURL(/\/account\/membership\/purchases\/pay_\w+$/);
  return page.locator("dd", { hasText: /^DBR-/ }).innerText();
}

/** No page is wider than the screen. */
async function expectFits(page: Page): Promise<void> {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, "nothing is wider than the screen").toBeLessThanOrEqual(0);
}

for (const prefix of ["", "/ne"]) {
  test(`a buyer gets an invoice by mail and cancels it (${prefix || "/en"}) @no-script`, async ({ page }) => {
    const person = somebody();
    await signUp(page, person, prefix);
    const number = await buyByInvoice(page, "gold-year", prefix);
    await expect(page.locator(".purchase__payee")).toBeVisible();
    await mailTo(page.request, person.email, new RegExp(number));
    await page.locator("form:has(input[value=cancel-invoice]) button").click();
    await expect(page.locator(".purchase__payee")).toHaveCount(0);
    await page.goto(`${prefix}/account/membership`);
    await expect(page.locator(".purchases .sessions__row")).toContainText(number);
  });

  test(`the pages of membership (${prefix || "/en"}) fit and are clean for axe`, async ({ page }) => {
    await signUp(page, somebody(), prefix);
    await buyByInvoice(page, "platinum-month", prefix);
    await awake(page);
    await expectFits(page);
    await expectAccessible(page);
    await page.goto(`${prefix}/account/membership?level=platinum`);
    await awake(page);
    await expect(page.locator("#plan")).toHaveValue("platinum-month");
    await expect(page.locator(".levels th[scope=row]")).toHaveCount(10);
    await expectFits(page);
    await expectAccessible(page);
  });
}

test("a level that is needed leads to membership", async ({ page }) => {
  await signUp(page, somebody());
  await page.goto("/homes?q=oak+glass+lawn");
  await follow(page, cards(page).locator("a.card__link", { hasText: "Oak, glass and a long lawn" }));
  await page.locator("section.premium a.button").click();
  await page.locator(".premium__part a", { hasText: "Your membership" }).first().click();
  await expect(page).toHaveURL(/\/account\/membership$/);
  await expect(page.locator(".levels")).toBeVisible();
});

test.describe("administration", () => {
  test.use({ expectedMessages: [/status of 40[34]/] });

  test("isn't there for a buyer @no-script", async ({ page }) => {
    await signUp(page, somebody());
    for (const path of ["members", "invoices", "audit", "status"]) {
      const response = await page.goto(`/account/admin/${path}`);
      expect(response?.status()).toBe(404);
    }
  });

  // The demo market has one admin, who sets the second factor up once.
  test("confirms an invoice, and its buyer opens what Gold opens", { tag: "@once" }, async ({
    page,
    browser,
    baseURL,
  }) => {
    // Two people, a second factor and five pages for axe.
    test.slow();
    const person = somebody("Maya Karki");
    await signUp(page, person);
    const number = await buyByInvoice(page, "gold-month");

    const office = await browser.newContext({ baseURL: baseURL! });
    const desk = await office.newPage();
    const admin = { name: "", email: "admin@demo.example", password: "four quiet marigolds" };
    await signIn(desk, admin);
    await expect(desk).toHaveURL(/\/account$/);
    expect((await desk.goto("/account/admin/invoices"))?.status()).toBe(403);
    await desk.goto("/account/security");
    await desk.locator("#begin-second-factor input[name=current_password]").fill(admin.password);
    await desk.locator("#begin-second-factor button[type=submit]").click();
    const secret = await desk.locator(".enrolment__key").innerText();
    await desk.locator("#code").fill(totp(secret));
    await desk.locator("#confirm-second-factor button[type=submit]").click();
    const recovery = await desk.locator(".recovery-codes li").first().innerText();
    await office.clearCookies();
    await signIn(desk, admin);
    await desk.locator("#code").fill(recovery);
    await desk.locator("#second-factor button[type=submit]").click();
    await expect(desk).toHaveURL(/\/account$/);

    await desk.goto("/account/admin/invoices");
    await expect(desk.locator(".purchases")).toContainText(person.email);
    await expectAccessible(desk);
    await follow(desk, desk.getByRole("link", { name: number }));
    await expectAccessible(desk);
    await desk.locator("#transfer").fill("NIC-4711");
    await desk.locator("#confirm-invoice button[type=submit]").click();
    await expect(desk.getByRole("status")).toBeVisible();
    await desk.goto("/account/admin/members");
    await expectAccessible(desk);
    await desk.locator("#email").fill(person.email);
    await desk.locator("#find-account button[type=submit]").click();
    await expect(desk.locator(".trail")).toContainText("NIC-4711");
    await expectAccessible(desk);
    await desk.goto("/account/admin/audit");
    await expect(desk.locator(".trail__entry").first()).toContainText(number);
    await expectAccessible(desk);
    await office.close();

    await mailTo(page.request, person.email, /We have your payment/);
    await page.goto("/account/membership");
    await expect(page.locator(".account__facts")).toContainText("Gold");
    await page.goto("/homes?q=oak+glass+lawn");
    await follow(page, cards(page).locator("a.card__link", { hasText: "Oak, glass and a long lawn" }));
    await page.locator("section.premium a.button").click();
    await expect(page.locator(".premium__pictures img").first()).toBeVisible();
    await expect(page.locator(".tour").first()).toBeVisible();
    await expect(page.locator("section.premium video")).toHaveCount(0);
  });
});
