import { readFile } from "node:fs/promises";
import { expectAccessible } from "../support/accessibility.ts";
import { expect, test } from "../support/fixtures.ts";
import { OwnMarket } from "../support/own-market.ts";
import { asStaff } from "../support/staff.ts";

const LIST = [
  "ref,name,ward,aana,beds,price_lakh,agent",
  "R-1,The house of the imported list,18,8.5,4,290,anju",
  "R-2,A row at fault,99,8.5,4,290,anju",
].join("\n");
const MAPPING = new URL("../../server/tests/it/import/mapping.toml", import.meta.url);

const file = (name: string, text: string) => ({ name, mimeType: "text/plain", buffer: Buffer.from(text) });

test("an admin tries a list, reads what is refused, and takes it over", { tag: "@once" }, async ({ browser }) => {
  const market = await OwnMarket.start();
  try {
    const office = await asStaff(browser, market.origin, "admin@demo.example");
    await office.goto("/account/admin/import");
    await expectAccessible(office);
    await office.locator("#list").setInputFiles(file("list.csv", LIST));
    await office.locator("#mapping").setInputFiles(file("mapping.toml", await readFile(MAPPING, "utf8")));
    await office.locator("#send-list button[type=submit]").click();
    const start = office.locator("form:has(input[value=start-import]) button");
    await expect(async () => {
      await office.reload();
      await expect(start).toBeVisible({ timeout: 1_000 });
    }).toPass({ timeout: 60_000 });
    await expectAccessible(office);
    await expect(office.getByText("R-2")).toHaveCount(1);
    await expect(office.getByText("R-1")).toHaveCount(0);
    await start.click();
    await expect(async () => {
      await office.goto("/homes?q=imported+list");
      await expect(office.getByText("The house of the imported list").first()).toBeVisible({ timeout: 1_000 });
    }).toPass({ timeout: 60_000 });
    await office.context().close();
  } finally {
    await market.close();
  }
});
