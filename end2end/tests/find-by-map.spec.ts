import { expect, test } from "../support/fixtures.ts";
import { LANGUAGES, awake, cards, scripting, total } from "../support/journeys.ts";
import { openHomeOnMap, pointsOfPins } from "../support/map.ts";

for (const { lang, prefix, bhaisepati } of LANGUAGES) {
  test(`a villa in Bhaisepati under 12 crore with 4 bedrooms, by map (${lang})`, { tag: "@no-script" }, async ({ page }) => {
    await page.goto(`${prefix}/homes?view=map&max_price=120000000&beds=4`);
    await awake(page);
    const villa = cards(page).filter({ hasText: bhaisepati }).first();
    const id = (await villa.getAttribute("data-listing"))!;
    await openHomeOnMap(page, id);
    await expect(page).toHaveURL(new RegExp(`^http://[^/]+${prefix}/homes/[a-z0-9-]+-${id}$`));
    await expect(page.locator("main")).toContainText(bhaisepati);
  });
}

test("the map shows homes before scripting, and each leads to its page", { tag: "@no-script" }, async ({ page }) => {
  await page.goto("/homes?view=map&in=bhaisepati");
  await awake(page);
  if (!(await scripting(page))) {
    const pin = page.locator("#map-drawing > g > a[data-pin=home]").first();
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

const TOOLS = {
  en: { draw: "Draw an area", finish: "Finish", clear: "Clear the area" },
  ne: { draw: "क्षेत्र कोर्नुहोस्", finish: "सकियो", clear: "क्षेत्र हटाउनुहोस्" },
};

for (const { lang, prefix, bhaisepati } of LANGUAGES) {
  const words = TOOLS[lang];

  test(`a villa in Bhaisepati by a drawn area (${lang})`, async ({ page }) => {
    await page.goto(`${prefix}/homes?view=map&max_price=120000000&beds=4`);
    await awake(page);
    await expect(page.locator(".pin-pill").first()).toBeVisible();
    const before = await total(page);
    const villa = cards(page).filter({ hasText: bhaisepati }).first();
    const id = (await villa.getAttribute("data-listing"))!;
    await villa.locator("a.card__link").focus();
    // Both at once: what is pressed next may scroll the page.
    const canvas = page.locator(".map__canvas");
    const pill = (await page.locator(".pin-pill--chosen").boundingBox())!;
    const box = (await canvas.boundingBox())!;

    await page.getByRole("button", { name: words.draw }).click();
    // A square around the home's pill, as far as the map goes.
    const within = (value: number, most: number) => Math.min(Math.max(value, 8), most - 8);
    const x = pill.x + pill.width / 2 - box.x;
    const y = pill.y + pill.height / 2 - box.y;
    for (const [east, south] of [[-70, -60], [70, -60], [70, 60], [-70, 60]]) {
      const position = { x: within(x + east!, box.width), y: within(y + south!, box.height) };
      await canvas.click({ position, force: true });
    }
    await page.getByRole("button", { name: words.finish }).click();
    await expect(page).toHaveURL(/area=/);
    await expect.poll(() => total(page)).toBeLessThan(before);
    await expect(page.locator(`#results article[data-listing="${id}"]`)).toBeVisible();

    const area = new URL(page.url()).searchParams.get("area")!;
    const corners = area.split(";").map((corner) => corner.split(",").map(Number));
    const [south, north] = [Math.min(...corners.map((c) => c[0]!)), Math.max(...corners.map((c) => c[0]!))];
    const [west, east] = [Math.min(...corners.map((c) => c[1]!)), Math.max(...corners.map((c) => c[1]!))];
    const found = await pointsOfPins(page);
    expect(found.length).toBeGreaterThan(0);
    for (const { latitude, longitude } of found) {
      expect(latitude >= south && latitude <= north && longitude >= west && longitude <= east).toBe(true);
    }

    await page.getByRole("button", { name: words.clear }).click();
    await expect(page).not.toHaveURL(/area=/);
    await expect.poll(() => total(page)).toBe(before);
  });
}

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
