import { expect, type Page } from "@playwright/test";
import { scripting } from "./journeys.ts";

/** How often a group is opened before a home has to stand alone. */
const STEPS = 8;

/** A place on the map, in degrees. */
export interface Point {
  latitude: number;
  longitude: number;
}

/** Where the homes and groups are that the map was given. */
export function pointsOfPins(page: Page): Promise<Point[]> {
  return page.locator("#map-drawing a[data-pin]").evaluateAll((pins) =>
    pins.map((pin) => ({
      latitude: Number(pin.getAttribute("data-latitude")),
      longitude: Number(pin.getAttribute("data-longitude")),
    })),
  );
}

/**
 * Goes to a home's page by the map alone: opens the groups it is in, then its pin.
 *
 * @param id the home's identifier; its card is on the page
 */
export async function openHomeOnMap(page: Page, id: string): Promise<void> {
  const open = (await scripting(page)) ? stepOnLiveMap : stepOnDrawing;
  for (let step = 0; step < STEPS; step += 1) {
    if (await open(page, id)) return;
  }
  throw new Error(`${id} never stood alone on the map`);
}

async function stepOnLiveMap(page: Page, id: string): Promise<boolean> {
  const pill = page.locator(`.leaflet-marker-icon[data-listing~="${id}"]`).first();
  await expect(pill).toBeVisible();
  const alone = (await pill.getAttribute("data-listing")) === id;
  const before = page.url();
  await pill.focus();
  await page.keyboard.press("Enter");
  if (!alone) {
    // The map moves to the group's homes and searches there.
    await expect(page).not.toHaveURL(before);
    await expect(page.locator("#results")).toHaveAttribute("aria-busy", "false");
    return false;
  }
  await page.locator(`.map-card[data-listing="${id}"] a.map-card__link`).click();
  return true;
}

async function stepOnDrawing(page: Page, id: string): Promise<boolean> {
  const alone = page.locator(`#map-drawing > g > a[data-listing="${id}"]`);
  if (await alone.isVisible()) {
    await alone.click();
    return true;
  }
  // The unseen mark of the home tells where it is, and the group's box whether it is in it.
  const index = await page.locator("#map-drawing").evaluate((drawing, listing) => {
    const home = drawing.querySelector(`a[data-listing="${listing}"]`)!;
    const [latitude, longitude] = ["latitude", "longitude"].map((name) => Number(home.getAttribute(`data-${name}`)));
    const groups = [...drawing.querySelectorAll(":scope > g > a[data-bounds]")];
    return groups.findIndex((group) => {
      const [south, west, north, east] = group.getAttribute("data-bounds")!.split(",").map(Number);
      return latitude! >= south! && latitude! <= north! && longitude! >= west! && longitude! <= east!;
    });
  }, id);
  await page.locator("#map-drawing > g > a[data-bounds]").nth(index).click();
  return false;
}
