#!/usr/bin/env node
// Writes NAME.br beside every text-like file of the built site, at Brotli's
// highest quality. Files whose .br is newer are left alone; a .br whose source
// has gone (pkg names change with their content) is removed.
// Usage: node scripts/precompress.mjs [folder], by default target/site.
import { promises as fs } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";

const compress = promisify(brotliCompress);
const TEXT_LIKE = new Set([
  ".css", ".html", ".js", ".json", ".geojson", ".map", ".mjs", ".svg",
  ".txt", ".wasm", ".webmanifest", ".xml",
]);

async function filesBelow(folder) {
  const entries = await fs.readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

async function modifiedAt(file) {
  try {
    return (await fs.stat(file)).mtimeMs;
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

async function compressFile(file) {
  const target = `${file}.br`;
  const [source, existing] = await Promise.all([modifiedAt(file), modifiedAt(target)]);
  if (existing !== undefined && existing >= source) return false;
  const bytes = await fs.readFile(file);
  const packed = await compress(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
  // Renamed into place, so that a stopped run never leaves half a file.
  await fs.writeFile(`${target}.partial`, packed);
  await fs.rename(`${target}.partial`, target);
  return true;
}

/**
 * @param {string} folder the built site
 * @returns {Promise<{ written: number, removed: number, kept: number }>} numbers of files
 */
export async function precompress(folder) {
  const files = await filesBelow(folder);
  const sources = files.filter((file) => TEXT_LIKE.has(path.extname(file)));
  const written = (await Promise.all(sources.map(compressFile))).filter(Boolean).length;
  const known = new Set(sources);
  const orphans = files.filter((file) => file.endsWith(".br") && !known.has(file.slice(0, -3)));
  await Promise.all(orphans.map((file) => fs.rm(file)));
  return { written, removed: orphans.length, kept: sources.length - written };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = path.resolve(process.argv[2] ?? "target/site");
  const { written, removed, kept } = await precompress(folder);
  console.log(`precompress: ${written} written, ${kept} up to date, ${removed} removed`);
}
