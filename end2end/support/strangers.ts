import type { BrowserContext } from "@playwright/test";

/** A transparent picture of 1×1 px, in place of every map tile. */
const EMPTY_TILE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
  "base64",
);

/**
 * Answers requests to other origins here, so that no test needs the internet:
 * pictures get an empty tile, anything else is refused, which shows as a
 * console error and fails the test.
 */
export async function serveStrangers(context: BrowserContext, origin: string): Promise<void> {
  await context.route(
    (url) => url.origin !== origin && url.protocol.startsWith("http"),
    async (route) => {
      if (route.request().resourceType() === "image") {
        await route.fulfill({
          contentType: "image/png",
          headers: { "access-control-allow-origin": "*" },
          body: EMPTY_TILE,
        });
      } else {
        await route.abort("blockedbyclient");
      }
    },
  );
}
