import type { Page } from "@playwright/test";
import { expectAccessible } from "../support/accessibility.ts";
import { signIn } from "../support/account.ts";
import { expect, test } from "../support/fixtures.ts";
import { awake, cards } from "../support/journeys.ts";

/** An account of the demo market. */
function demo(level: "buyer" | "gold" | "platinum") {
  return { name: "", email: `${level}@demo.example`, password: "four quiet marigolds" };
}

/** Signs in and waits until it is done. */
async function signedIn(page: Page, level: "buyer" | "gold" | "platinum"): Promise<void> {
  await signIn(page, demo(level));
  await expect(page).toHaveURL(/\/account$/);
}

/** Opens the page of the home that has pictures, a tour and a film for members. */
async function openHome(page: Page): Promise<void> {
  await page.goto("/homes?q=oak+glass+lawn");
  await cards(page).locator("a.card__link", { hasText: "Oak, glass and a long lawn" }).click();
  await expect(page.locator("section.premium")).toBeVisible();
}

/** Whether a picture has come and could be read. */
async function expectLoaded(page: Page, selector: string): Promise<void> {
  const picture = page.locator(selector).first();
  await picture.scrollIntoViewIfNeeded();
  await expect
    .poll(() => picture.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth))
    .toBeGreaterThan(0);
}

test("a guest learns what there is and is asked to sign in @no-script", async ({ page }) => {
  await openHome(page);
  await expect(page.locator(".premium__kinds li")).toHaveCount(3);
  expect(await page.content()).not.toContain("/premium/prp_");
  await awake(page);
  await page.locator("section.premium a.button").click();
  await expect(page).toHaveURL(/\/account\/sign-in\?next=/);
});

test("a member sees pictures, tour and film on a page of the account @no-script", async ({ page, javaScriptEnabled }) => {
  await signedIn(page, "platinum");
  await openHome(page);
  const address = await page.locator("section.premium a.button").getAttribute("href");
  await page.goto(address!);
  await expectLoaded(page, ".premium__pictures img");
  await expectLoaded(page, ".tour img");
  await expect(page.locator("video source")).toHaveAttribute("src", /^\/premium\/prp_.*\/film\/med_.*\.mp4$/);
  // axe runs in the page, and waits there for the film.
  if (javaScriptEnabled) await expectAccessible(page);
});

test("Gold opens pictures and tour on the home's page, and hears what opens the film", async ({ page }) => {
  await signedIn(page, "gold");
  await openHome(page);
  await awake(page);
  await page.locator("section.premium a.button").click();
  await expectLoaded(page, ".premium__pictures img");
  await expect(page.locator("section.premium video")).toHaveCount(0);
  await expect(page.locator(".premium__way")).toContainText("Platinum");
  await expectAccessible(page);
});

// Chromium draws WebGL in software here and says so itself.
test.use({ expectedMessages: [/GL Driver Message .*GPU stall due to ReadPixels/] });

test("a tour is turned by keys and closed again", async ({ page }) => {
  await signedIn(page, "gold");
  await openHome(page);
  await awake(page);
  await page.locator("section.premium a.button").click();
  await page.locator(".tour__controls > .button").click();
  const canvas = page.locator(".tour__view canvas");
  const flat = page.locator(".tour [role=status]").filter({ hasText: "shown flat" });
  // A browser without WebGL shows the picture flat and says so.
  await expect(canvas.or(flat)).toBeVisible();
  if (await flat.isVisible()) return expectLoaded(page, ".tour img");
  await expect(page.locator(".tour__view")).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await page.locator(".tour__steps .button").click();
  await expect(canvas).toHaveCount(0);
  await expectLoaded(page, ".tour img");
});

test("without a paid level one hears which opens it", async ({ page }) => {
  await signedIn(page, "buyer");
  await openHome(page);
  await awake(page);
  await page.locator("section.premium a.button").click();
  await expect(page.locator(".premium__way")).toHaveCount(3);
  await expect(page.locator("section.premium img, section.premium video")).toHaveCount(0);
});
