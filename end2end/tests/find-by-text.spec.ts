import { expectAccessible } from "../support/accessibility.ts";
import { expect, test } from "../support/fixtures.ts";
import { awake, cards, scripting, total } from "../support/journeys.ts";

const SEARCHES = [
  { name: "a misspelt neighbourhood", path: "/homes", text: "bhaisipati villa", expected: /Bhaisepati/ },
  { name: "a feature", path: "/homes", text: "swiming pool", expected: /./ },
  { name: "a neighbourhood in Nepali", path: "/ne/homes", text: "भैंसेपाटी", expected: /भैंसेपाटी/ },
  { name: "a neighbourhood in Nepali, spelt another way", path: "/ne/homes", text: "भैसेपाटि", expected: /भैंसेपाटी/ },
];

for (const { name, path, text, expected } of SEARCHES) {
  test(`text: ${name}`, { tag: "@no-script" }, async ({ page }) => {
    await page.goto(path);
    await awake(page);
    await page.locator("#search-text").fill(text);
    await page.locator("#search-text").press("Enter");
    await expect(page).toHaveURL(/[?&]q=/);
    await expect(cards(page).first()).toBeVisible();
    await expect(cards(page).first()).toContainText(expected);
    await expect(page.locator("#search-text")).toHaveValue(text);
  });
}

test("a villa in Bhaisepati under 12 crore with 4 bedrooms, by text with a misspelling", { tag: "@no-script" }, async ({ page }) => {
  await page.goto("/homes?max_price=120000000&beds=4");
  await awake(page);
  const before = await total(page);
  await page.locator("#search-text").fill("bhaisipati");
  await page.locator("#search-text").press("Enter");
  await expect(page).toHaveURL(/[?&]q=bhaisipati/);
  await expect.poll(() => total(page)).toBeLessThan(before);
  expect(await total(page)).toBeGreaterThanOrEqual(3);
  for (const text of await cards(page).allInnerTexts()) expect(text).toContain("Bhaisepati");
});

test("the way back shows what was asked for then, also where somebody typed", async ({ page }) => {
  await page.goto("/homes");
  await awake(page);
  await page.locator("#search-text").fill("brick");
  await page.locator("#search-text").press("Enter");
  await expect(page).toHaveURL(/q=brick/);
  await expect(page.locator("#results")).toHaveAttribute("aria-busy", "false");
  await page.goBack();
  await expect(page).toHaveURL(/\/homes$/);
  await expect(page.locator("#search-text")).toHaveValue("");
  await expect(page.locator("#search-text")).toBeFocused();
});

test("from the front page", { tag: "@no-script" }, async ({ page }) => {
  await page.goto("/");
  await page.locator(".hero-search input[name=q]").fill("brick");
  await page.locator(".hero-search select[name=in]").selectOption("sanepa");
  await page.locator(".hero-search button[type=submit]").click();
  await expect(page).toHaveURL(/\/homes\?q=brick&in=sanepa/);
  await expect(page.locator("#results")).toBeVisible();
});

test("a word that no home has: it is named, and new homes are shown", { tag: "@no-script" }, async ({ page }) => {
  await page.goto("/homes?q=zzzzqqq");
  await expect(page.locator("#results")).toHaveAttribute("data-total", "0");
  await expect(page.locator(".nothing h2")).toContainText("zzzzqqq");
  await expect(page.locator(".nothing__instead article.card")).toHaveCount(6);
  await awake(page);
  if (await scripting(page)) await expectAccessible(page);
});
