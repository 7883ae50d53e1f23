import { expect, test } from "../support/fixtures.ts";
import { awake, cards, follow } from "../support/journeys.ts";

test("a home's page tells land, price and road, and passes previews on", { tag: "@no-script" }, async ({ page }) => {
  await page.goto("/homes?in=bhaisepati&type=single-family-residence&max_price=120000000");
  await cards(page).first().locator("a.card__link").click();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.locator(".price-aside data.price").first()).toHaveText(/^NPR [\d,]+$/);
  await expect(page.locator(".key-facts data.area")).toHaveText(/^\d+-\d+-\d+-\d+$/);
  await expect(page.locator(".plan svg")).toHaveAttribute("aria-label", /road/);
  await expect(page.locator("meta[property='og:image']")).toHaveAttribute("content", /\/share\/prp_.*\.jpg$/);
  const canonical = await page.locator("link[rel=canonical]").getAttribute("href");
  expect(new URL(canonical!).pathname).toBe(new URL(page.url()).pathname);
  await expect(page.locator("link[rel=alternate][hreflang]")).toHaveCount(3);
  const blocks = await page.locator("script[type='application/ld+json']").allTextContents();
  const kinds = blocks.map((block) => (JSON.parse(block) as { "@type": string })["@type"]);
  expect(kinds).toEqual(expect.arrayContaining(["RealEstateListing", "BreadcrumbList"]));
});

test("the share picture is a picture of the right size", async ({ page, request }) => {
  await page.goto("/homes");
  await cards(page).first().locator("a.card__link").click();
  const address = await page.locator("meta[property='og:image']").getAttribute("content");
  const answer = await request.get(new URL(address!).pathname);
  expect(answer.status()).toBe(200);
  expect(answer.headers()["content-type"]).toBe("image/jpeg");
});

test("the price box stays beside the story and never lies over similar homes", async ({ page }) => {
  await page.goto("/homes");
  await cards(page).first().locator("a.card__link").click();
  const similar = page.locator(".similar");
  await expect(similar.locator("article.card").first()).toBeVisible();
  await similar.evaluate((element) => element.scrollIntoView({ block: "start", behavior: "instant" }));
  await similar.evaluate(() => new Promise(requestAnimationFrame));
  const [box, below] = [await page.locator(".price-aside").boundingBox(), await similar.boundingBox()];
  expect(box!.y + box!.height).toBeLessThanOrEqual(below!.y + 1);
});

test("pictures open in full screen and are turned by keys", async ({ page }) => {
  await page.goto("/homes");
  await follow(page, cards(page).first().locator("a.card__link"));
  await page.locator(".mosaic__item a").first().click();
  const dialog = page.locator("dialog.gallery-dialog");
  await expect(dialog).toBeVisible();
  const first = await dialog.locator("img").getAttribute("src");
  await page.keyboard.press("ArrowRight");
  await expect(dialog.locator("img")).not.toHaveAttribute("src", first!);
  await expect(dialog.locator("figcaption")).not.toBeEmpty();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
});

test("currency, land and theme are remembered", async ({ page }) => {
  await page.goto("/homes");
  await awake(page);
  await page.locator(".preferences__toggle").click();
  await page.locator("select[name=currency]").selectOption("USD");
  await page.locator("select[name=land]").selectOption("square-feet");
  await page.locator("select[name=theme]").selectOption("dark");
  await expect(cards(page).first().locator("data.area")).toHaveText(/sq ft$/);
  await follow(page, cards(page).first().locator("a.card__link"));
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(page.locator(".key-facts data.area")).toHaveText(/sq ft$/);
  await page.goto("/homes?sort=price-low");
  await awake(page);
  await expect(cards(page).first().locator("data.price")).toHaveText(/^≈ USD [\d,]+$/);
});

test("the other language is one link away, with the same search", { tag: "@no-script" }, async ({ page }) => {
  await page.goto("/homes?in=sanepa");
  await page.locator("#language-link").click();
  await expect(page).toHaveURL(/\/ne\/homes\?in=sanepa$/);
  await expect(page.locator("html")).toHaveAttribute("lang", "ne");
  await page.locator("#language-link").click();
  await expect(page).toHaveURL(/\/homes\?in=sanepa$/);
});

test.describe("addresses that lead nowhere", () => {
  test.use({ expectedMessages: [/status of 404/] });

  for (const path of ["/nowhere", "/ne/nowhere", "/homes/a-home-prp_00000000000000000000000000", "/brokers/x"]) {
    test(`${path} is a 404 page of the site`, { tag: "@no-script" }, async ({ page }) => {
      const response = await page.goto(path);
      expect(response?.status()).toBe(404);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(page.locator("header .wordmark")).toBeVisible();
    });
  }
});
