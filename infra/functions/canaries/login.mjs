// Signing in, as far as the account's own page.
import { synthetics } from "@amzn/synthetics-playwright";
import { signIn, visit, visitor } from "./visit.mjs";

export const handler = () =>
  visit(synthetics, async (page) => {
    const person = await visitor();
    await synthetics.executeStep("sign in", () => signIn(page, person));
  });
