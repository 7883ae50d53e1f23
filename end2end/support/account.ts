import { randomUUID } from "node:crypto";
import { expect, type Page } from "@playwright/test";
import { mailTo } from "./mail.ts";

/** Somebody who signs up. */
export interface Person {
  name: string;
  email: string;
  password: string;
}

/** A person nobody else is. */
export function somebody(name = "Anju Shrestha"): Person {
  return { name, email: `${randomUUID()}@example.com`, password: "four quiet marigolds" };
}

/** Signs up and confirms the address with the code of the mail: then the person is signed in. */
export async function signUp(page: Page, person: Person, prefix = ""): Promise<void> {
  await page.goto(`${prefix}/account/sign-up`);
  await page.locator("#name").fill(person.name);
  await page.locator("#email").fill(person.email);
  await page.locator("#password").fill(person.password);
  await page.locator("#sign-up button[type=submit]").click();
  await expect(page).toHaveURL(/\/account\/confirm\?email=/);
  await page.locator("#code").fill(await codeFor(page, person));
  await page.locator("#password").fill(person.password);
  await page.locator("#confirm button[type=submit]").click();
  await expect(page).toHaveURL(new RegExp(`${prefix}/account$`));
}

/** The code of the latest mail to a person. */
export async function codeFor(page: Page, person: Person): Promise<string> {
  const mail = await mailTo(page.request, person.email, /\b\d{6,8}\b|[A-Z0-9]{4}-[A-Z0-9]{4}/);
  const text = mail.slice(mail.indexOf("<pre>"));
  const code = /\b(\d{6,8}|[A-Z0-9]{4}-[A-Z0-9]{4}(?:-[A-Z0-9]{4})*)\b/.exec(text)?.[1];
  expect(code, "the mail has a code").toBeDefined();
  return code!;
}

/** Fills in the sign-in page and sends it. */
export async function signIn(page: Page, person: Person, password = person.password): Promise<void> {
  await page.goto("/account/sign-in");
  await page.locator("#email").fill(person.email);
  await page.locator("#password").fill(password);
  await page.locator("#sign-in button[type=submit]").click();
}
