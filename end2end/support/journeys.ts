import { expect, type Locator, type Page } from "@playwright/test";

/** A language of the site and the words its journeys look for. */
export interface Language {
  lang: "en" | "ne";
  prefix: "" | "/ne";
  bhaisepati: string;
}

export const LANGUAGES: Language[] = [
  { lang: "en", prefix: "", bhaisepati: "Bhaisepati" },
  { lang: "ne", prefix: "/ne", bhaisepati: "भैंसेपाटी" },
];

/** The cards of the results. */
export function cards(page: Page): Locator {
  return page.locator("#results article.card");
}

/** Waits until the islands of a page are awake; with scripting off there are none. */
export async function awake(page: Page): Promise<void> {
  if (await scripting(page)) await expect(page.locator("html[data-awake]")).toBeAttached();
}

/** Clicks what leads to another page, and waits until that page is there and awake. */
export async function follow(page: Page, way: Locator): Promise<void> {
  await Promise.all([page.waitForEvent("load"), way.click()]);
  await awake(page);
}

/** Whether the page runs scripts. */
export async function scripting(page: Page): Promise<boolean> {
  return (await page.locator("html[data-script]").count()) > 0;
}

/** Opens a filter panel by its field, on phones the sheet around it first. */
export async function openPanel(page: Page, field: Locator): Promise<void> {
  const sheet = page.locator("#filters-sheet");
  const toggle = sheet.locator("> summary");
  // Wide pages have no sheet: the panels stand in a row.
  if ((await toggle.isVisible()) && (await sheet.getAttribute("open")) === null) await toggle.click();
  const panel = page.locator("details.panel").filter({ has: field });
  if ((await panel.getAttribute("open")) === null) await panel.locator("> summary").click();
  await expect(field).toBeVisible();
}

/** Sends the filters; with scripting on each choice acted at once already. */
export async function applyFilters(page: Page): Promise<void> {
  await page.locator("#apply").click();
}

/** The number of homes found, as the page tells it. */
export async function total(page: Page): Promise<number> {
  return Number(await page.locator("#results").getAttribute("data-total"));
}

/** The figures of each card on the page: its link's address and text. */
export async function cardTexts(page: Page): Promise<string[]> {
  return cards(page).allInnerTexts();
}
