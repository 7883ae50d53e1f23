import { expect, test } from "../support/fixtures.ts";
import { awake, cards, scripting, total } from "../support/journeys.ts";

test("the map shows homes before scripting, and each leads to its page", { tag: "@no-script" }, async ({ page }) => {
  await page.goto("/homes?view=map&in=bhaisepati");
  await awake(page);
  if (!(await scripting(page))) {
    const pin = page.locator("#map-drawing a[data-pin=home]").first();
    await expect(pin).toBeVisible();
    const address = await pin.getAttribute("href");
    await pin.click();
    await expect(page).toHaveURL(new RegExp(`${address}$`));
    return;
  }
  const pill = page.locator(".pin-pill").first();
  await expect(pill).toBeVisible();
});

test("moving the map searches there", async ({ page }) => {
  await page.goto("/homes?view=map");
  await awake(page);
  const map = page.locator(".map__canvas");
  await expect(map).toBeVisible();
  await expect(page.locator(".pin-pill").first()).toBeVisible();
  await map.focus();
  await page.keyboard.press("+");
  await expect(page).toHaveURL(/box=/);
  const box = new URL(page.url()).searchParams.get("box")!.split(",").map(Number);
  expect(box).toHaveLength(4);
  await expect(page.locator("#results")).toHaveAttribute("aria-busy", "false");
  await page.goto(page.url());
  await expect(page.locator("#results")).toBeVisible();
});

test("a villa in Bhaisepati by a drawn area", async ({ page }) => {
  await page.goto("/homes?view=map&in=bhaisepati&max_price=120000000&beds=4");
  await awake(page);
  await expect(page.locator(".pin-pill").first()).toBeVisible();
  const before = await total(page);
  await page.getByRole("button", { name: "Draw an area" }).click();
  const canvas = page.locator(".map__canvas");
  const box = (await canvas.boundingBox())!;
  // A frame just inside the map: it holds every home the map was fitted to.
  const inset = 8;
  const corners = [
    { x: inset, y: box.height * 0.25 },
    { x: box.width - inset, y: box.height * 0.25 },
    { x: box.width - inset, y: box.height - 40 },
    { x: inset, y: box.height - 40 },
  ];
  for (const position of corners) await canvas.click({ position, force: true });
  await page.getByRole("button", { name: "Finish" }).click();
  await expect(page).toHaveURL(/area=/);
  await expect(page.locator("#results")).toHaveAttribute("aria-busy", "false");
  expect(await total(page)).toBeLessThanOrEqual(before);
  await page.getByRole("button", { name: "Clear the area" }).click();
  await expect(page).not.toHaveURL(/area=/);
  await expect.poll(() => total(page)).toBe(before);
});

test("an area in the address narrows the homes, with or without scripting", { tag: "@no-script" }, async ({ page }) => {
  const area = "27.63,85.28;27.63,85.32;27.67,85.32;27.67,85.28";
  await page.goto(`/homes?area=${encodeURIComponent(area)}`);
  const inside = await total(page);
  expect(inside).toBeGreaterThan(0);
  for (const text of await cards(page).allInnerTexts()) expect(text).toContain("Bhaisepati");
});

test("the list and the map point at each other", async ({ page }) => {
  await page.goto("/homes?view=map&in=bhaisepati");
  await awake(page);
  await expect(page.locator(".pin-pill").first()).toBeVisible();
  const card = cards(page).first();
  await card.locator("a.card__link").focus();
  await expect(page.locator(".pin-pill--chosen")).toHaveCount(1);
});
