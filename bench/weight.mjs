// What a first visit downloads of WASM and JavaScript, with Brotli.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { chromium } from "@playwright/test";
import { browserExecutable } from "../scripts/browser.mjs";
import { cargoMetadata, root } from "../scripts/site-env.mjs";
import { get } from "./load.mjs";

const isCode = (name) => /\.(js|mjs|wasm)$/.test(name);

/**
 * Builds the empty app with this workspace's locked versions and profiles.
 * @returns {number} bytes of its WASM and JavaScript with Brotli
 */
export function emptyAppWeight() {
  const folder = path.join(cargoMetadata().target_directory, "empty-app");
  mkdirSync(folder, { recursive: true });
  cpSync(path.join(root, "bench/empty-app"), folder, { recursive: true });
  cpSync(path.join(root, "Cargo.lock"), path.join(folder, "Cargo.lock"));
  const profiles = profileSections(readFileSync(path.join(root, "Cargo.toml"), "utf8"));
  const manifest = readFileSync(path.join(root, "bench/empty-app/Cargo.toml"), "utf8");
  writeFileSync(path.join(folder, "Cargo.toml"), `${manifest}\n${profiles}`);
  execFileSync("cargo", ["leptos", "build", "--release", "--split", "--frontend-only"], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, LEPTOS_OUTPUT_NAME: "empty", LEPTOS_SITE_ROOT: "site" },
  });
  const built = path.join(folder, "site", "pkg");
  return readdirSync(built)
    .filter(isCode)
    .map((name) => brotliSize(readFileSync(path.join(built, name))))
    .reduce((total, size) => total + size, 0);
}

/** The `[profile.…]` tables of a Cargo.toml, as text. */
export function profileSections(manifest) {
  return manifest
    .split(/^(?=\[)/m)
    .filter((section) => section.startsWith("[profile."))
    .join("\n");
}

function brotliSize(bytes) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  return brotliCompressSync(bytes, { params }).length;
}

/**
 * @param {string} url a page of the running server
 * @returns {Promise<number>} bytes of the WASM and JavaScript that a first visit loads
 */
export async function firstVisitWeight(url) {
  const browser = await chromium.launch({
    executablePath: browserExecutable(),
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
  const loaded = new Set();
  try {
    const page = await browser.newPage();
    page.on("response", (response) => {
      const address = new URL(response.url());
      if (address.origin === new URL(url).origin && isCode(address.pathname)) {
        loaded.add(address.href);
      }
    });
    await page.goto(url, { waitUntil: "networkidle" });
  } finally {
    await browser.close();
  }
  const sizes = await Promise.all(
    [...loaded].map(async (address) => {
      const { headers, body } = await get(address);
      if (headers["content-encoding"] !== "br") throw new Error(`not sent with Brotli: ${address}`);
      return body.length;
    }),
  );
  if (sizes.length === 0) throw new Error(`${url} loads no WASM or JavaScript`);
  return sizes.reduce((total, size) => total + size, 0);
}
