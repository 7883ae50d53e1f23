import type { Page } from "@playwright/test";
import { expectAccessible } from "../support/accessibility.ts";
import { signUp, somebody, type Person } from "../support/account.ts";
import { expect, test } from "../support/fixtures.ts";
import { awake, cards, follow } from "../support/journeys.ts";
import { mailTo } from "../support/mail.ts";

/** A time some days from now by Nepal's clocks, as a field has it. */
function later(days: number): string {
  const nepal = new Date(Date.now() + days * 86_400_000 + 345 * 60_000);
  return nepal.toISOString().slice(0, 16);
}

/** Opens the first home that is for sale and follows its way to a form. */
async function openForm(page: Page, way: "viewing" | "question", prefix = ""): Promise<void> {
  await page.goto(`${prefix}/homes`);
  const home = await cards(page).first().locator(".card__link").getAttribute("href");
  await page.goto(home!);
  const links = page.locator("#viewing a[href*='/enquiries/new']");
  await (way === "viewing" ? links.first() : links.last()).click();
  await expect(page).toHaveURL(/\/enquiries\/new\?home=prp_/);
}

/** Fills in who asks. */
async function fillContact(page: Page, person: Person, isGuest: boolean): Promise<void> {
  await page.locator("#name").fill(person.name);
  if (isGuest) await page.locator("#email").fill(person.email);
  await page.locator("#phone").fill("9800000009");
}

for (const prefix of ["", "/ne"]) {
  test(`a buyer asks for a viewing and finds its thread again (${prefix || "/en"}) @no-script`, async ({ page }) => {
    const person = somebody();
    await signUp(page, person, prefix);
    await openForm(page, "viewing", prefix);
    await page.locator("#slot_1").fill(later(3));
    await page.locator("#slot_2").fill(later(5));
    await page.locator("#party_size").fill("3");
    await fillContact(page, person, false);
    await page.locator("#ask-viewing button[type=submit]").click();
    await expect(page).toHaveURL(/\/enquiries\/enq_\w+\?done=sent$/);
    await expect(page.getByRole("status")).toBeVisible();
    await expect(page.locator(".slots time")).toHaveCount(2);
    await page.goto(`${prefix}/account/enquiries`);
    await page.locator(".enquiry-list__home").first().click();
    await page.locator("form:has(input[value=cancel-viewing]) button").click();
    await expect(page.locator(".slots time")).toHaveCount(0);
    await expect(page.locator(".messages__entry")).toHaveCount(2);
  });
}

test("a guest asks a question and answers by the link in the mail @no-script", async ({ page, browser, baseURL }) => {
  const person = somebody("Maya Karki");
  await openForm(page, "question");
  await page.locator("#text").fill("Is the road pitched all the way?");
  await fillContact(page, person, true);
  await page.locator("#ask-question button[type=submit]").click();
  await expect(page).toHaveURL(/\/enquiries\/enq_\w+\?key=[\w-]{43}&done=sent$/);
  await expect(page.locator(".messages__text")).toHaveText("Is the road pitched all the way?");
  const mail = await mailTo(page.request, person.email, /\/enquiries\/enq_\w+\?key=/);
  const way = /\/enquiries\/enq_\w+\?key=[\w-]{43}/.exec(mail)![0];
  const other = await browser.newContext({ baseURL, javaScriptEnabled: false });
  const there = await other.newPage();
  await there.goto(way);
  await there.locator("#text").fill("And is there parking?");
  await there.locator("#write button[type=submit]").click();
  await expect(there.locator(".messages__text")).toHaveCount(2);
  await other.close();
});

test.describe("a time that has passed", () => {
  test.use({ expectedMessages: [/status of 400/] });

  test("is refused beside its field, and what was typed stays @no-script", async ({ page }) => {
    await openForm(page, "viewing");
    await page.locator("#slot_1").fill(later(-2));
    await fillContact(page, somebody("Maya Karki"), true);
    await page.locator("#ask-viewing button[type=submit]").click();
    await expect(page.getByRole("alert")).toBeVisible();
    await expect(page.locator("#slot_1-error")).toBeVisible();
    await expect(page.locator("#name")).toHaveValue("Maya Karki");
  });
});

test.describe("somebody else's thread", () => {
  test.use({ expectedMessages: [/status of 404/] });

  test("is not there for a stranger @no-script", async ({ page }) => {
    const response = await page.goto("/enquiries/enq_00000000000000000000000000");
    expect(response?.status()).toBe(404);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  });
});

test("the forms and the thread are clean for axe", async ({ page }) => {
  const person = somebody("Maya Karki");
  await openForm(page, "viewing");
  await awake(page);
  await expectAccessible(page);
  await openForm(page, "question");
  await awake(page);
  await expectAccessible(page);
  await page.locator("#text").fill("Is the road pitched all the way?");
  await fillContact(page, person, true);
  await page.locator("#ask-question button[type=submit]").click();
  await expect(page.locator(".messages__entry")).toHaveCount(1);
  await awake(page);
  await expectAccessible(page);
  await signUp(page, somebody());
  await page.goto("/account/enquiries");
  await awake(page);
  await expectAccessible(page);
});

test.describe("somebody abroad", () => {
  test.use({ timezoneId: "Australia/Sydney" });

  test("sees the times of a viewing by their own clocks too", async ({ page }) => {
    await openForm(page, "viewing");
    await page.locator("#slot_1").fill(later(3));
    await fillContact(page, somebody("Maya Karki"), true);
    await follow(page, page.locator("#ask-viewing button[type=submit]"));
    const times = page.locator("time[data-slot]");
    await expect(times.first()).toContainText("where you are");
    await expectAccessible(page);
  });
});
