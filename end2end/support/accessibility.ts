import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const THEMES = ["light", "dark"] as const;

/**
 * Runs axe over the page in the light and the dark theme and expects nothing
 * to be found. The page is left in the light theme.
 *
 * @param page a page that has finished loading, with scripting on
 */
export async function expectAccessible(page: Page): Promise<void> {
  for (const theme of THEMES) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
    const findings = violations.flatMap((violation) =>
      violation.nodes.filter((node) => !isPin(violation.id, node.target)).map(
        (node) => `${violation.id} (${violation.help}): ${node.target.join(" ")}\n${node.failureSummary}`,
      ),
    );
    expect.soft(findings, `axe in the ${theme} theme at ${page.url()}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: "light" });
}

/**
 * Pins of homes close together overlap. Each home has a card in the list beside the
 * map, which is WCAG 2.5.8's exception of an equivalent control.
 */
function isPin(rule: string, target: unknown): boolean {
  return rule === "target-size" && JSON.stringify(target).includes("map__pin");
}
