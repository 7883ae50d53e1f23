import { expect, test } from "../support/fixtures.ts";
import { LANGUAGES, applyFilters, awake, cards, openPanel, total } from "../support/journeys.ts";

const CRORE = 10_000_000;

for (const { lang, prefix, bhaisepati } of LANGUAGES) {
  test(`a villa in Bhaisepati under 12 crore with 4 bedrooms, by filters (${lang})`, { tag: "@no-script" }, async ({
    page,
  }) => {
    await page.goto(`${prefix}/homes`);
    await awake(page);
    const before = await total(page);

    const place = page.locator("input[name=in][value=bhaisepati]");
    await openPanel(page, place);
    await place.check();
    const kind = page.locator("input[name=type][value=single-family-residence]");
    await openPanel(page, kind);
    await kind.check();
    const price = page.locator("select[name=max_price]");
    await openPanel(page, price);
    await price.selectOption(String(12 * CRORE));
    const bedrooms = page.locator("input[name=beds][value='4']");
    await openPanel(page, bedrooms);
    await bedrooms.check();
    await applyFilters(page);

    await expect(page).toHaveURL(/in=bhaisepati/);
    await expect(page).toHaveURL(/type=single-family-residence/);
    await expect(page).toHaveURL(/max_price=120000000/);
    await expect(page).toHaveURL(/beds=4/);
    await expect(cards(page).first()).toBeVisible();
    await expect.poll(() => total(page)).toBeLessThan(before);
    const found = await total(page);
    expect(found).toBeGreaterThanOrEqual(3);
    await expect(cards(page)).toHaveCount(found);
    for (const text of await cards(page).allInnerTexts()) expect(text).toContain(bhaisepati);

    await cards(page).first().locator("a.card__link").click();
    await expect(page).toHaveURL(new RegExp(`^http://[^/]+${prefix}/homes/[a-z0-9-]+-prp_[0-9a-z]{26}$`));
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();

    await page.goBack();
    await expect(page).toHaveURL(/in=bhaisepati/);
    await expect(cards(page)).toHaveCount(found);
  });
}

test("a chip removes its filter, and the way back brings it again", { tag: "@no-script" }, async ({ page }) => {
  await page.goto("/homes?in=sanepa&beds=4");
  await awake(page);
  const narrow = await total(page);
  await page.locator("a.chip", { hasText: "Sanepa" }).click();
  await expect(page).toHaveURL(/\/homes\?beds=4$/);
  await expect.poll(() => total(page)).toBeGreaterThan(narrow);
  await page.goBack();
  await expect(page).toHaveURL(/in=sanepa/);
  await expect.poll(() => total(page)).toBe(narrow);
});

test("nothing found: the tightest filter can be loosened", { tag: "@no-script" }, async ({ page }) => {
  await page.goto("/homes?in=tokha&beds=4&min_price=500000000");
  await awake(page);
  await expect(cards(page)).toHaveCount(0);
  await page.locator(".nothing__ways a").first().click();
  await expect(cards(page).first()).toBeVisible();
});

test("sorting by price orders the cards, and the pages are linked", { tag: "@no-script" }, async ({ page }) => {
  await page.goto("/homes?sort=price-low");
  await awake(page);
  const prices = await page
    .locator("#results article.card data.price")
    .evaluateAll((elements) => elements.map((element) => Number((element as HTMLDataElement).value)));
  expect(prices.length).toBeGreaterThan(10);
  expect(prices).toEqual([...prices].sort((a, b) => a - b));
  const first = await cards(page).first().getAttribute("data-listing");
  await page.locator(".pagination a[rel=next]").click();
  await expect(page).toHaveURL(/page=2/);
  await expect(cards(page).first()).not.toHaveAttribute("data-listing", first!);
});

test.describe("a refused search", () => {
  test.use({ expectedMessages: [/status of 400/] });

  test("names what can't be understood, and the rest holds", { tag: "@no-script" }, async ({ page }) => {
    const response = await page.goto("/homes?in=bhaisepati&beds=many");
    expect(response?.status()).toBe(400);
    await expect(page.locator(".notice--alert")).toContainText("Bedrooms");
    await expect(cards(page).first()).toBeVisible();
  });
});
