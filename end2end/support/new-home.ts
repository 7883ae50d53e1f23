import { expect, type Page } from "@playwright/test";

/** What a broker types of a new home, by step. */
const HOME: Record<string, Record<string, string>> = {
  place: { neighbourhood: "sanepa", ward: "2", latitude: "27.6846", longitude: "85.3055" },
  land: {
    land_measure: "hill",
    land_area: "0-12-0-0",
    frontage_feet: "52",
    depth_feet: "79",
    plot_shape: "regular",
    facing: "south",
    road_side: "south",
    road_width_metres: "6",
    road_surface: "blacktopped",
  },
  structure: {
    property_sub_type: "single-family-residence",
    bedrooms_total: "5",
    bathrooms_total: "4",
    stories: "3",
    year_built: "2022",
    living_area: "4200",
    parking_total: "2",
  },
  price: { list_price: "8.5 crore" },
  legal: { tenure: "raikar", earthquake_code: "nbc105-2020" },
  texts: {
    title_en: "Brick and larch above the river",
    title_ne: "खोलामाथि इँटा र काठको घर",
    summary_en: "Five bedrooms, a studio under the roof and a garden that gets the morning sun.",
    summary_ne: "पाँच सुत्ने कोठा, छतमुनि एउटा कक्ष र बिहानको घाम लाग्ने बगैँचा।",
    description_en: "The house stands across the slope, so that every room looks to the river. ".repeat(9),
  },
};

/** Fills in every step and saves it with its button. */
export async function writeHome(desk: Page): Promise<void> {
  for (const [step, fields] of Object.entries(HOME)) {
    await expect(desk).toHaveURL(new RegExp(`/${step}$`));
    for (const [name, text] of Object.entries(fields)) {
      const field = desk.locator(`#${name}`);
      if ((await field.evaluate((element) => element.tagName)) === "SELECT") await field.selectOption(text);
      else await field.fill(text);
    }
    await desk.locator("#save-draft .form__submit button").click();
    if (step === "price") {
      await expect(desk).toHaveURL(/\/amenities$/);
      for (const amenity of ["garden", "home-office", "solar-power", "cctv", "fireplace"]) {
        await desk.locator(`[name='amenities.${amenity}']`).check();
      }
      await desk.locator("#save-draft .form__submit button").click();
    }
  }
  await expect(desk).toHaveURL(/\/media$/);
}

/** A file of the demo market. */
const still = (name: string): string => new URL(`../../seed/media/${name}`, import.meta.url).pathname;

/** Twelve pictures of houses, small ones: what is shown is that there are many. */
export const PICTURES = ["villa-02", "villa-03", "villa-04"].flatMap((villa) =>
  ["dusk", "garden", "hero", "living"].map((view) => still(`${villa}-${view}/768.jpg`)),
);
export const PANORAMA = still("premium/villa-05-pano.jpg");
export const FILM = still("premium/villa-01-drone.mp4");

/** Sends files of a kind on a home's page of media, and waits until they have arrived. */
export async function sendFiles(desk: Page, kind: string, files: string[], audience = "public"): Promise<void> {
  const said = desk.locator(".uploads__said");
  const before = await said.count();
  await desk.locator("#upload-kind").selectOption(kind);
  await desk.locator("#upload-audience").selectOption(audience);
  await desk.locator("#upload-file").setInputFiles(files);
  await desk.locator("#upload button[type=submit]").click();
  const all = Array<string>(before + files.length).fill("Sent");
  await expect(said).toHaveText(all, { timeout: 60_000 });
}
