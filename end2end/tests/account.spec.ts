import { expectAccessible } from "../support/accessibility.ts";
import { signIn, signUp, somebody } from "../support/account.ts";
import { expect, test } from "../support/fixtures.ts";
import { awake, cards } from "../support/journeys.ts";
import { totp } from "../support/totp.ts";

for (const prefix of ["", "/ne"]) {
  test(`somebody signs up, out and in again (${prefix || "/en"}) @no-script`, async ({ page }) => {
    const person = somebody();
    await signUp(page, person, prefix);
    await expect(page.locator(".account")).toContainText(person.email);
    await page.locator("form:has(input[value=sign-out]) button").click();
    await expect(page).toHaveURL(/\/account\/sign-in\?done=signed-out/);
    await page.goto("/account");
    await expect(page).toHaveURL(/\/account\/sign-in\?next=%2Faccount/);
    await signIn(page, person);
    await expect(page).toHaveURL(/\/account$/);
  });
}

test.describe("a refused sign-in", () => {
  test.use({ expectedMessages: [/status of 401/] });

  test("says nothing of whether there is an account @no-script", async ({ page }) => {
    const person = somebody();
    await signIn(page, person);
    await expect(page.getByRole("alert")).toContainText("address or the password is wrong");
    await expect(page.locator("#email")).toHaveValue(person.email);
    await expect(page.locator("#password")).toHaveValue("");
  });
});

test("a second factor is asked for once it is set up, and all sessions can be ended", async ({ page, browser, baseURL }) => {
  const person = somebody();
  await signUp(page, person);
  await page.goto("/account/security");
  await page.locator("#begin-second-factor input[name=current_password]").fill(person.password);
  await page.locator("#begin-second-factor button[type=submit]").click();
  const secret = await page.locator(".enrolment__key").innerText();
  await page.locator("#code").fill(totp(secret));
  await page.locator("#confirm-second-factor button[type=submit]").click();
  await expect(page.locator(".recovery-codes li")).toHaveCount(10);
  const recovery = await page.locator(".recovery-codes li").first().innerText();

  const other = await browser.newContext({ baseURL });
  const there = await other.newPage();
  await signIn(there, person);
  await expect(there).toHaveURL(/\/account\/second-factor/);
  await there.locator("#code").fill(recovery);
  await there.locator("#second-factor button[type=submit]").click();
  await expect(there).toHaveURL(/\/account$/);

  await there.goto("/account/security");
  await there.locator("form:has(input[value=sign-out-everywhere]) button").click();
  await expect(there).toHaveURL(/\/account\/sign-in/);
  await page.goto("/account");
  await expect(page).toHaveURL(/\/account\/sign-in/);
  await other.close();
});

test("a copied session ends when its token is used twice", async ({ page, browser, baseURL, context }) => {
  const person = somebody();
  await signUp(page, person);
  const stolen = (await context.cookies()).filter((cookie) => cookie.name === "__Host-durbar-refresh");
  // The thief has the refresh token alone, in another browser, and uses it first.
  const thief = await browser.newContext({ baseURL, userAgent: "Thief" });
  await thief.addCookies(stolen);
  const there = await thief.newPage();
  await there.goto("/account");
  await expect(there.locator(".account")).toContainText(person.email);
  // Then its owner's browser needs it, and both are out.
  await context.clearCookies({ name: "__Host-durbar-access" });
  await page.goto("/account");
  await expect(page).toHaveURL(/\/account\/sign-in/);
  await there.goto("/account");
  await expect(there).toHaveURL(/\/account\/sign-in/);
  await thief.close();
});

test("hearts given before signing up are there afterwards", async ({ page }) => {
  await page.goto("/homes");
  await awake(page);
  const heart = cards(page).first().locator("[data-heart]");
  await expect(heart).toHaveAttribute("aria-pressed", "false");
  await heart.click();
  await expect(heart).toHaveAttribute("aria-pressed", "true");
  await page.reload();
  await expect(heart).toHaveAttribute("aria-pressed", "true");
  // The first page that wakes merges them, which may be the account's own.
  const merged = page.waitForResponse((response) => response.url().endsWith("/api/favorites/merge"));
  await signUp(page, somebody());
  await page.goto("/homes");
  await merged;
  await expect(heart).toHaveAttribute("aria-pressed", "true");
  await page.goto("/account/favorites");
  await expect(page.locator("article.card")).toHaveCount(1);
  await page.getByRole("button", { name: "Remove" }).click();
  await expect(page.locator("article.card")).toHaveCount(0);
});

test("somebody takes their data along, asks to be erased, and stays @no-script", async ({ page }) => {
  const person = somebody();
  await signUp(page, person);
  await page.goto("/account/data");
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download my data" }).click();
  const file = await (await download).createReadStream();
  const chunks: Buffer[] = [];
  for await (const chunk of file) chunks.push(chunk as Buffer);
  const data = JSON.parse(Buffer.concat(chunks).toString("utf8")) as { account: { email: string } };
  expect(data.account.email).toBe(person.email);
  await page.locator("#erase #email").fill(person.email);
  await page.locator("#erase button[type=submit]").click();
  await page.getByRole("button", { name: "Keep my account" }).click();
  await expect(page.locator("#erase")).toBeVisible();
});

for (const path of ["/account/sign-in", "/account/sign-up", "/account/confirm", "/account/forgot", "/account/reset", "/account/second-factor", "/account/new-password"]) {
  test(`${path} is clean for axe`, async ({ page }) => {
    await page.goto(path);
    await awake(page);
    await expectAccessible(page);
  });
}

test("the pages of an account are clean for axe", async ({ page }) => {
  await signUp(page, somebody());
  for (const path of ["/account", "/account/security", "/account/favorites", "/account/data", "/account/enquiries"]) {
    await page.goto(path);
    await awake(page);
    await expectAccessible(page);
  }
});
