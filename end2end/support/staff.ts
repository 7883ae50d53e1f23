import { expect, type Browser, type Page } from "@playwright/test";
import { signIn, type Person } from "./account.ts";
import { serveStrangers } from "./strangers.ts";
import { totp } from "./totp.ts";

/**
 * Somebody of the demo market whose role needs a second factor, signed in with it in a
 * browser of their own. Each can set it up once, so that journeys need a market of their own.
 */
export async function asStaff(browser: Browser, origin: string, email: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: origin });
  await serveStrangers(context, origin);
  const page = await context.newPage();
  const person = { name: "", email, password: "four quiet marigolds" };
  await signIn(page, person);
  await expect(page).toHaveURL(/\/account$/);
  await addSecondFactor(page, person);
  return page;
}

/** Sets a second factor up for who is signed in, and signs them in with it. */
export async function addSecondFactor(page: Page, person: Person): Promise<void> {
  await page.goto("/account/security");
  await page.locator("#begin-second-factor input[name=current_password]").fill(person.password);
  await page.locator("#begin-second-factor button[type=submit]").click();
  const secret = await page.locator(".enrolment__key").innerText();
  await page.locator("#code").fill(totp(secret));
  await page.locator("#confirm-second-factor button[type=submit]").click();
  const recovery = await page.locator(".recovery-codes li").first().innerText();
  await page.context().clearCookies();
  await signIn(page, person);
  await page.locator("#code").fill(recovery);
  await page.locator("#second-factor button[type=submit]").click();
  await expect(page).toHaveURL(/\/account$/);
}
