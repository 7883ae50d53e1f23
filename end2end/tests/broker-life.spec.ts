import type { Browser, Page } from "@playwright/test";
import { expectAccessible } from "../support/accessibility.ts";
import { signIn, signUp, somebody, type Person } from "../support/account.ts";
import { expect, test } from "../support/fixtures.ts";
import { awake } from "../support/journeys.ts";
import { mailTo } from "../support/mail.ts";
import { FILM, PANORAMA, PICTURES, sendFiles, writeHome } from "../support/new-home.ts";
import { OwnMarket } from "../support/own-market.ts";
import { addSecondFactor, asStaff } from "../support/staff.ts";
import { serveStrangers } from "../support/strangers.ts";

const TITLE = "Brick and larch above the river";
const PAPER = { name: "licence.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7 a licence") };

/** A day from now, as a field has it. */
function day(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

async function visitor(browser: Browser, market: OwnMarket): Promise<Page> {
  const context = await browser.newContext({ baseURL: market.origin });
  await serveStrangers(context, market.origin);
  return context.newPage();
}

/** An admin makes the public profile of a broker, and the account a broker's. */
async function makeBroker(office: Page, person: Person): Promise<void> {
  await office.goto("/account/admin/brokers/new");
  await expectAccessible(office);
  const profile = {
    name_en: person.name,
    name_ne: "रमिला तुलाधर",
    agency_en: "River Homes",
    agency_ne: "रिभर होम्स",
    phone: "9800000007",
    email: person.email,
    since_year: "2015",
    number: "KTM-2026-117",
    expires: day(300),
    biography_en: "Houses by the river since 2015.",
    biography_ne: "२०१५ देखि खोलाछेउका घर।",
  };
  for (const [name, text] of Object.entries(profile)) await office.locator(`#${name}`).fill(text);
  await office.locator("#create-broker button[type=submit]").click();
  await expect(office).toHaveURL(/\/brokers\/.*brk_/);
  const broker = /brk_\w+/.exec(office.url())![0];
  await office.goto("/account/admin/members");
  await office.locator("#email").fill(person.email);
  await office.locator("#find-account button[type=submit]").click();
  await office.locator("#role").selectOption("broker");
  await office.locator("#broker_id").selectOption(broker);
  await office.locator("#role_reason").fill("Seen at the office with the licence.");
  await office.locator("#assign-role button[type=submit]").click();
  await expect(office).toHaveURL(/done=saved$/);
}

/** The broker sends the licence, and the admin verifies it. */
async function verifyLicence(desk: Page, office: Page, person: Person): Promise<void> {
  await desk.goto("/broker/licence");
  await expectAccessible(desk);
  await desk.locator("#tier").selectOption({ index: 1 });
  await desk.locator("#papers").setInputFiles(PAPER);
  await desk.locator("#send-licence button[type=submit]").click();
  await expect(desk).toHaveURL(/done=saved$/);
  await office.goto("/account/admin/licences");
  await office.getByRole("link", { name: person.name }).first().click();
  await office.locator("#verify-licence button[type=submit]").click();
  await expect(office).toHaveURL(/done=saved$/);
}

test("a broker's way from signing up to a home that is sold", { tag: "@once" }, async ({ browser }) => {
  // A dozen pictures in 15 variants each, a panorama in tiles and a film in three qualities.
  test.setTimeout(600_000);
  const market = await OwnMarket.start();
  try {
    const [desk, office] = [await visitor(browser, market), await asStaff(browser, market.origin, "admin@demo.example")];
    const ramila = somebody("Ramila Tuladhar");
    await signUp(desk, ramila);
    await makeBroker(office, ramila);
    await desk.context().clearCookies();
    await signIn(desk, ramila);
    await addSecondFactor(desk, ramila);
    await verifyLicence(desk, office, ramila);

    await desk.goto("/broker");
    await desk.locator("form:has(input[value=begin-draft]) button").click();
    const id = /prp_\w+/.exec(desk.url())![0];
    await writeHome(desk);
    await awake(desk);
    await expectAccessible(desk);
    await sendFiles(desk, "picture", PICTURES);
    await sendFiles(desk, "panorama", [PANORAMA], "premium");
    await sendFiles(desk, "film", [FILM]);
    await expect(async () => {
      await desk.reload();
      await expect(desk.locator(".media-files[data-waiting]")).toHaveCount(0, { timeout: 1_000 });
    }).toPass({ timeout: 300_000, intervals: [2_000] });
    await expect(desk.locator(".media-file__state", { hasText: "Ready" })).toHaveCount(14);
    await desk.goto(`/broker/listings/${id}/review`);
    await desk.locator("#submit-draft button[type=submit]").click();
    await expect(desk.getByText("The administration is looking at this home")).toBeVisible();

    await office.goto(`/account/admin/review/${id}`);
    await office.locator("#reasons").fill("Say how far the river is.");
    await office.locator("#ask-for-changes button[type=submit]").click();
    await expect(office).toHaveURL(/done=decided$/);
    await desk.goto(`/broker/listings/${id}/texts`);
    await expect(desk.locator(".editor__reasons")).toHaveText("Say how far the river is.");
    await desk.locator("#summary_en").fill("Five bedrooms and a garden, two minutes above the river.");
    await desk.locator("#save-draft button[name=stay]").click();
    await expect(desk).toHaveURL(/done=saved/);
    await desk.goto(`/broker/listings/${id}/review`);
    await desk.locator("#submit-draft button[type=submit]").click();
    await expect(desk.getByText("The administration is looking at this home")).toBeVisible();
    await office.goto(`/account/admin/review/${id}`);
    await office.locator("#approve-draft button[type=submit]").click();
    await expect(office).toHaveURL(/done=approved$/);

    const guest = await visitor(browser, market);
    await guest.goto(`/homes/x-${id}`);
    await expect(guest).toHaveURL(/\/homes\/brick-and-larch-above-the-river-prp_/);
    await awake(guest);
    await expect(guest.locator("h1")).toHaveText(TITLE);
    const shown = guest.locator(".mosaic img").first();
    await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
    await expect(guest.locator("video")).toHaveCount(1);
    await expectAccessible(guest);

    const maya = somebody("Maya Karki");
    await guest.locator("#viewing a[href*='/enquiries/new']").first().click();
    await guest.locator("#slot_1").fill(`${day(3)}T10:00`);
    await guest.locator("#name").fill(maya.name);
    await guest.locator("#email").fill(maya.email);
    await guest.locator("#phone").fill("9800000009");
    await guest.locator("#ask-viewing button[type=submit]").click();
    await expect(guest).toHaveURL(/done=sent$/);
    await desk.goto("/account/enquiries");
    await desk.locator(".enquiry-list__home").first().click();
    await desk.locator("#confirm-slot button[type=submit]").click();
    await expect(desk.locator("a[href*='viewing.ics']")).toBeVisible();
    await mailTo(guest.request, maya.email, /Viewing agreed/);

    await desk.goto(`/broker/listings/${id}`);
    await expectAccessible(desk);
    await desk.locator("#close_price").fill("8.4 crore");
    await desk.locator("#close-listing button[type=submit]").click();
    await expect(desk).toHaveURL(/done=saved$/);
    await expect(async () => {
      await guest.goto(`/homes/x-${id}`);
      await expect(guest.getByText(/sold/i).first()).toBeVisible({ timeout: 1_000 });
    }).toPass({ timeout: 30_000 });
    for (const one of [guest, office, desk]) await one.context().close();
  } finally {
    await market.close();
  }
});
