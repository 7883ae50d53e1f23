import { test as base, expect, type Page } from "@playwright/test";
import { serveStrangers } from "./strangers.ts";

export interface DurbarOptions {
  /**
   * Console messages that a test causes on purpose, such as Chromium's own line
   * about a page answered with 404. Every other warning or error fails it.
   */
  expectedMessages: RegExp[];
}

interface DurbarFixtures {
  /** What went wrong in the browser so far; checked to be empty at the end. */
  complaints: string[];
}

/**
 * `test` of this suite: a page that complains, in its console, by an uncaught
 * error or by a failed request to our own server, fails the test.
 */
export const test = base.extend<DurbarOptions & DurbarFixtures>({
  expectedMessages: [[], { option: true }],

  baseURL: async ({}, use) => {
    const origin = process.env["DURBAR_E2E_ORIGIN"];
    if (!origin) throw new Error("DURBAR_E2E_ORIGIN is not set: the global setup did not run");
    await use(origin);
  },

  complaints: [
    async ({ context, baseURL, expectedMessages, javaScriptEnabled }, use) => {
      const complaints: string[] = [];
      const complain = (message: string) => {
        if (!expectedMessages.some((expected) => expected.test(message))) complaints.push(message);
      };
      await serveStrangers(context, baseURL!);
      context.on("page", (page) => watch(page, baseURL!, javaScriptEnabled, complain));
      await use(complaints);
      expect(complaints, "the browser complained").toEqual([]);
    },
    { auto: true },
  ],
});

function watch(page: Page, origin: string, scripting: boolean, complain: (message: string) => void): void {
  page.on("console", (message) => {
    // What is preloaded for scripts is for nothing with scripting off, and Chromium says so.
    if (!scripting && message.text().includes("preloaded using link preload but not used")) return;
    if (message.type() === "warning" || message.type() === "error") {
      complain(`console ${message.type()}: ${message.text()} (${message.location().url})`);
    }
  });
  page.on("pageerror", (error) => complain(`uncaught ${error.stack ?? error.message}`));
  page.on("crash", () => complain(`the page crashed: ${page.url()}`));
  page.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText ?? "";
    // Leaving a page aborts what it was still loading, and with scripting off Chromium
    // refuses to preload scripts; neither is a fault.
    const harmless = reason === "net::ERR_ABORTED" || (!scripting && reason === "csp");
    if (request.url().startsWith(origin) && !harmless) {
      complain(`request failed: ${request.url()} ${reason}`);
    }
  });
  page.on("response", (response) => {
    const request = response.request();
    const isPage = request.isNavigationRequest() && request.frame() === page.mainFrame();
    if (!isPage && response.status() >= 400 && response.url().startsWith(origin)) {
      complain(`status ${response.status()}: ${response.url()}`);
    }
  });
}

export { expect };
