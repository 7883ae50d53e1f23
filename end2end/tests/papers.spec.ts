import { expectAccessible } from "../support/accessibility.ts";
import { expect, test } from "../support/fixtures.ts";
import { follow } from "../support/journeys.ts";
import { OwnMarket } from "../support/own-market.ts";
import { asStaff } from "../support/staff.ts";

const PAPER = { name: "lalpurja.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7 a paper") };

test("a paper that the administration has seen gives the home's page a badge", { tag: "@once" }, async ({ browser }) => {
  const market = await OwnMarket.start();
  try {
    const desk = await asStaff(browser, market.origin, "broker@demo.example");
    await desk.goto("/broker");
    const homes = desk.locator(".desk-list__row--pick a");
    // One of the homes has its paper of ownership at hand.
    const addresses = await homes.evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).pathname));
    const select = desk.locator("#document");
    for (const address of addresses) {
      await desk.goto(`${address}/documents`);
      if ((await select.locator("option[value=lalpurja]").count()) > 0) break;
    }
    const id = /prp_\w+/.exec(desk.url())![0];
    await expectAccessible(desk);
    await select.selectOption("lalpurja");
    await desk.locator("#papers").setInputFiles(PAPER);
    await desk.locator("#send-document button[type=submit]").click();
    await expect(desk).toHaveURL(/done=saved$/);

    const office = await asStaff(browser, market.origin, "admin@demo.example");
    await office.goto("/account/admin/documents");
    await expectAccessible(office);
    await follow(office, office.locator(`a[href*='${id}']`));
    await expectAccessible(office);
    await office.locator("#approve-document button[type=submit]").click();
    await expect(office).toHaveURL(/done=saved$/);
    await expect(async () => {
      await office.goto(`/homes/x-${id}`);
      await expect(office.getByText(/seen by Durbar on/)).toBeVisible({ timeout: 1_000 });
    }).toPass({ timeout: 30_000 });
    for (const one of [office, desk]) await one.context().close();
  } finally {
    await market.close();
  }
});
