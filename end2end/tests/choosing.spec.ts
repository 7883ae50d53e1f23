import { expectAccessible } from "../support/accessibility.ts";
import { expect, test } from "../support/fixtures.ts";
import { awake, cards, follow } from "../support/journeys.ts";

for (const prefix of ["", "/ne"]) {
  test(`a home is compared with similar ones (${prefix || "/en"}) @no-script`, async ({ page }) => {
    await page.goto(`${prefix}/homes`);
    await page.goto((await cards(page).first().locator(".card__link").getAttribute("href"))!);
    await page.locator(".similar__compare a").click();
    await expect(page).toHaveURL(/\/compare\?ids=prp_/);
    const columns = page.locator(".compare__table th[scope=col]");
    const before = await columns.count();
    expect(before).toBeGreaterThan(1);
    await columns.first().locator(".compare__out").click();
    await expect(columns).toHaveCount(before - 1);
    await page.goto(`${prefix}/compare`);
    await expect(page.locator(".compare__table")).toHaveCount(0);
  });
}

test("the comparison is clean for axe", async ({ page }) => {
  await page.goto("/homes");
  await page.goto((await cards(page).first().locator(".card__link").getAttribute("href"))!);
  await follow(page, page.locator(".similar__compare a"));
  await expectAccessible(page);
});

test("homes looked at are remembered in the browser until they are forgotten", async ({ page }) => {
  await page.goto("/homes");
  const links = cards(page).locator(".card__link");
  const [first, second] = [await links.nth(0).getAttribute("href"), await links.nth(1).getAttribute("href")];
  const title = await links.nth(0).innerText();
  await page.goto(first!);
  await awake(page);
  await expect(page.locator(".recent")).toBeHidden();
  await page.goto(second!);
  await awake(page);
  await expect(page.locator(".recent__home")).toHaveText([title]);
  await expectAccessible(page);
  await page.goto("/");
  await awake(page);
  await expect(page.locator(".recent__home")).toHaveCount(2);
  await page.locator(".recent button").click();
  await expect(page.locator(".recent")).toBeHidden();
  await page.reload();
  await awake(page);
  await expect(page.locator(".recent")).toBeHidden();
});
