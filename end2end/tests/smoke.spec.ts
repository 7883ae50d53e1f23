import { expectAccessible } from "../support/accessibility.ts";
import { expect, test } from "../support/fixtures.ts";

const HOMES = [
  { path: "/", lang: "en", search: /^\/homes/ },
  { path: "/ne/", lang: "ne", search: /^\/ne\/homes/ },
];

for (const home of HOMES) {
  test.describe(`home in ${home.lang}`, { tag: "@no-script" }, () => {
    test("answers with a titled page in its language", async ({ page }) => {
      const response = await page.goto(home.path);
      expect(response?.status()).toBe(200);
      expect(response?.headers()["content-type"]).toContain("text/html");
      await expect(page).toHaveTitle(/Durbar|दरबार/);
      await expect(page.locator("html")).toHaveAttribute("lang", home.lang);
      await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
    });

    test("offers a search form that is a plain GET", async ({ page }) => {
      await page.goto(home.path);
      const form = page.locator("form[role=search], search form").first();
      await expect(form).toBeVisible();
      await expect(form).toHaveAttribute("action", home.search);
      expect(((await form.getAttribute("method")) ?? "get").toLowerCase()).toBe("get");
    });
  });

  test(`home in ${home.lang} begins with a picture that no card below repeats`, async ({ page }) => {
    await page.goto(home.path);
    const large = await page.locator(".hero__picture img").getAttribute("src");
    const covers = await page
      .locator(".card__media > .picture img")
      .evaluateAll((images) => images.map((image) => image.getAttribute("src")));
    expect(covers.length).toBeGreaterThan(6);
    expect(covers).not.toContain(large);
    const preload = await page.locator("link[rel=preload][as=image]").getAttribute("imagesrcset");
    await expect(page.locator(".hero__picture source")).toHaveAttribute("srcset", preload!);
  });

  test(`home in ${home.lang} is clean for axe`, async ({ page }) => {
    await page.goto(home.path);
    await expectAccessible(page);
  });
}
