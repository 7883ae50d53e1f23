import type { Page } from "@playwright/test";
import { expectAccessible } from "../support/accessibility.ts";
import { signUp, somebody } from "../support/account.ts";
import { expect, test } from "../support/fixtures.ts";
import { awake, cards, follow } from "../support/journeys.ts";
import { OwnMarket } from "../support/own-market.ts";
import { asStaff } from "../support/staff.ts";

const NEW_TITLE = "The long house by the orchard";

/** Opens the draft of the broker's first published home. */
async function beginChange(desk: Page): Promise<string> {
  await desk.goto("/broker");
  await desk.locator(".desk-list__row--pick a").first().click();
  await expect(desk).toHaveURL(/\/broker\/listings\/prp_\w+$/);
  const id = /prp_\w+/.exec(desk.url())![0];
  await desk.locator("form:has(input[value=edit-listing]) button").click();
  await expect(desk).toHaveURL(new RegExp(`/broker/listings/${id}/place$`));
  return id;
}

async function save(page: Page): Promise<void> {
  await page.locator("#save-draft button[name=stay]").click();
}

/** Saves a step that was opened anew, and waits until it is known to be saved. */
async function saved(page: Page): Promise<void> {
  await save(page);
  await expect(page).toHaveURL(/done=saved/);
}

test.describe("the desk", () => {
  test.use({ expectedMessages: [/status of 40[34]/] });

  test("isn't there for buyers and guests @no-script", async ({ page }) => {
    await page.goto("/broker");
    await expect(page).toHaveURL(/\/account\/sign-in\?next=/);
    await signUp(page, somebody());
    for (const path of ["/broker", "/broker/listings/new", "/account/admin/review"]) {
      expect((await page.goto(path))?.status()).toBe(404);
    }
  });
});

test("a change goes from the editor over a refusal to everyone", { tag: "@once" }, async ({ browser }) => {
  test.slow();
  const market = await OwnMarket.start();
  try {
    const desk = await asStaff(browser, market.origin, "broker@demo.example");
    const id = await beginChange(desk);
    await awake(desk);
    await expectAccessible(desk);
    for (const step of ["land", "structure", "price", "amenities", "legal", "texts", "review"]) {
      await desk.goto(`/broker/listings/${id}/${step}`);
      await awake(desk);
      await expectAccessible(desk);
    }
    await desk.goto(`/broker/listings/${id}/texts`);
    await desk.locator("#title_en").fill(NEW_TITLE);
    await saved(desk);
    // What was saved on the way to the next step is nobody else's change afterwards.
    for (const go of [".form__submit button", "button[name=stay]"]) {
      await desk.goto(`/broker/listings/${id}/texts`);
      await awake(desk);
      await desk.locator("#summary_en").fill(`A long house by an orchard that bears fruit, shown by ${go}.`);
      await desk.locator(`#save-draft ${go}`).click();
      await expect(desk).toHaveURL(/\/media$|done=saved/);
    }
    await desk.goto(`/broker/listings/${id}/land`);
    await desk.locator("#road_width_metres").fill("wide");
    await saved(desk);
    await desk.goto(`/broker/listings/${id}/review`);
    await expect(desk.locator(".editor__missing")).toContainText("Width of the road");
    await desk.locator(".editor__missing a").first().click();
    await desk.locator("#road_width_metres").fill("7.5");
    await saved(desk);
    await desk.goto(`/broker/listings/${id}/review`);
    await desk.locator("#submit-draft button[type=submit]").click();
    await expect(desk.getByText("The administration is looking at your changes")).toBeVisible();

    const office = await asStaff(browser, market.origin, "admin@demo.example");
    await office.goto("/account/admin/review");
    await expectAccessible(office);
    await follow(office, office.getByRole("link", { name: NEW_TITLE }));
    await expectAccessible(office);
    await expect(office.locator(".differences")).toContainText("7.5");
    await office.locator("form:has(input[value=claim-draft]) button").click();
    await office.locator("#reasons").fill("Say something of the orchard.");
    await office.locator("#ask-for-changes button[type=submit]").click();
    await expect(office).toHaveURL(/done=decided$/);

    await desk.goto(`/broker/listings/${id}/texts`);
    await expect(desk.locator(".editor__reasons")).toHaveText("Say something of the orchard.");
    await desk.locator("#summary_en").fill("A long low house; its orchard has twelve trees.");
    await saved(desk);
    await desk.goto(`/broker/listings/${id}/review`);
    await desk.locator("#submit-draft button[type=submit]").click();
    const guest = await browser.newContext({ baseURL: market.origin });
    const page = await guest.newPage();
    await page.goto("/homes?q=orchard+long+house");
    await expect(cards(page).locator("a.card__link", { hasText: NEW_TITLE })).toHaveCount(0);

    await office.goto("/account/admin/review");
    await office.getByRole("link", { name: NEW_TITLE }).click();
    await office.locator("#approve-draft button[type=submit]").click();
    await expect(office).toHaveURL(/done=approved$/);
    await expect(async () => {
      await page.goto("/homes?q=orchard+long+house");
      const card = cards(page).locator("a.card__link", { hasText: NEW_TITLE });
      await expect(card).toHaveCount(1, { timeout: 1_000 });
    }).toPass({ timeout: 30_000 });
    await guest.close();
    await desk.goto(`/broker/listings/${id}`);
    await expect(desk.locator(".history__entry")).toHaveCount(5);
    await expect(desk.locator(".history__entry").last()).toContainText("Published");
    await expectAccessible(desk);
    await office.context().close();
    await desk.context().close();
  } finally {
    await market.close();
  }
});

test("two windows on one draft are brought together field by field", { tag: "@once" }, async ({ browser }) => {
  const market = await OwnMarket.start();
  try {
    const one = await asStaff(browser, market.origin, "broker@demo.example");
    const id = await beginChange(one);
    const other = await one.context().newPage();
    for (const page of [one, other]) {
      await page.goto(`/broker/listings/${id}/texts`);
      await awake(page);
    }
    await one.locator("#title_en").fill("One");
    await one.locator("#summary_en").fill("Of the first window.");
    await save(one);
    await expect(one).toHaveURL(/done=saved$/);
    await other.locator("#title_ne").fill("दोस्रो");
    await other.locator("#summary_en").fill("Of the second window.");
    await save(other);
    await expect(other.locator(".conflict")).toHaveCount(1);
    await expect(other.locator(".conflict blockquote")).toHaveText("Of the first window.");
    await expect(other.locator("#title_en")).toHaveValue("One");
    await expect(other.locator("#title_ne")).toHaveValue("दोस्रो");
    await other.locator("input[name='theirs.summary_en']").check();
    await save(other);
    await expect(other.locator("#summary_en")).toHaveValue("Of the first window.");
    await one.context().close();
  } finally {
    await market.close();
  }
});

test("what saves itself stops where somebody else changed the same", { tag: "@once" }, async ({ browser }) => {
  const market = await OwnMarket.start();
  try {
    const one = await asStaff(browser, market.origin, "broker@demo.example");
    const id = await beginChange(one);
    const other = await one.context().newPage();
    await other.clock.install();
    for (const page of [one, other]) {
      await page.goto(`/broker/listings/${id}/texts`);
      await awake(page);
    }
    await one.locator("#title_en").fill("One");
    await saved(one);
    const posts: string[] = [];
    other.on("request", (request) => {
      if (request.method() === "POST" && request.url().includes(id)) posts.push(request.url());
    });
    await other.locator("#title_en").fill("Two");
    await other.clock.fastForward(2_000);
    await expect(other.locator(".conflict blockquote")).toHaveText("One");
    await other.locator("#title_ne").fill("दुई");
    await other.clock.fastForward(10_000);
    await one.goto(`/broker/listings/${id}/texts`);
    await expect(one.locator("#title_en")).toHaveValue("One");
    expect(posts).toHaveLength(1);
    // The button is the person's own decision.
    await other.locator("input[name='theirs.title_en']").check();
    await saved(other);
    await one.reload();
    await expect(one.locator("#title_en")).toHaveValue("One");
    await expect(one.locator("#title_ne")).toHaveValue("दुई");
    await one.context().close();
  } finally {
    await market.close();
  }
});

test("what is typed saves itself, also after the network was cut", { tag: "@once" }, async ({ browser }) => {
  const market = await OwnMarket.start();
  try {
    const desk = await asStaff(browser, market.origin, "broker@demo.example");
    await desk.goto("/broker");
    await desk.locator("form:has(input[value=begin-draft]) button").click();
    await follow(desk, desk.getByRole("link", { name: "Texts", exact: true }));
    await desk.locator("#title_en").fill("Saved by itself");
    await expect(desk.locator(".draft-keeper")).toHaveText("Saved");
    await desk.context().setOffline(true);
    await desk.locator("#title_ne").fill("आफैँ");
    await expect(desk.locator(".draft-keeper")).toContainText("Not saved yet");
    await desk.context().setOffline(false);
    await expect(desk.locator(".draft-keeper")).toHaveText("Saved");
    await desk.reload();
    await expect(desk.locator("#title_en")).toHaveValue("Saved by itself");
    await expect(desk.locator("#title_ne")).toHaveValue("आफैँ");
    await desk.locator("#quality").waitFor();
    await desk.context().close();
  } finally {
    await market.close();
  }
});

test("signing out leaves nothing typed to the next user of the browser", { tag: "@once" }, async ({ browser }) => {
  const market = await OwnMarket.start();
  try {
    const desk = await asStaff(browser, market.origin, "broker@demo.example");
    const id = await beginChange(desk);
    await desk.goto(`/broker/listings/${id}/texts`);
    await awake(desk);
    await desk.route(`**/broker/listings/${id}/**`, (route) =>
      route.request().method() === "POST" ? route.abort() : route.fallback(),
    );
    await desk.locator("#title_en").fill("Told to nobody yet");
    await expect(desk.locator(".draft-keeper")).toContainText("Not saved yet");
    await desk.goto("/account");
    await awake(desk);
    const kept = (): Promise<string> => desk.evaluate(() => JSON.stringify({ ...localStorage }));
    expect(await kept()).toContain("Told+to+nobody+yet");
    await follow(desk, desk.locator("form:has(input[value=sign-out]) button"));
    await expect(desk).toHaveURL(/\/account\/sign-in/);
    expect(await kept()).not.toMatch(/durbar-draft|Told/);
    await desk.context().close();
  } finally {
    await market.close();
  }
});

test("several homes change their status at once, and each price at once and dated", { tag: "@once" }, async ({ browser }) => {
  const market = await OwnMarket.start();
  try {
    const desk = await asStaff(browser, market.origin, "broker@demo.example");
    await desk.goto("/broker");
    await expectAccessible(desk);
    const first = desk.locator(".desk-list__row--pick a").first();
    const title = await first.innerText();
    await first.click();
    await desk.locator("#list_price").fill("9.75 crore");
    await desk.locator("#change-price button[type=submit]").click();
    await expect(desk.locator(".history__entry").first()).toContainText("9.75 crore");
    const tier = desk.locator("#change-tier button[type=submit]");
    await expect(tier).toHaveText("Make it a premium home");
    await tier.click();
    await expect(desk.locator(".history__entry").first()).toContainText("A premium home from now on");
    await expect(tier).toHaveText("Make it a plain home");
    await expectAccessible(desk);
    await desk.goto("/broker");
    await desk.getByRole("checkbox", { name: `Choose ${title}`, exact: true }).check();
    await desk.locator("#to").selectOption("hold");
    await desk.locator(".desk-bulk__change button").click();
    await expect(desk.getByRole("status").first()).toContainText("Changed: 1.");
    await expect(desk.locator(".desk-list__row--pick", { hasText: title })).toBeVisible();
    await desk.context().close();
  } finally {
    await market.close();
  }
});
