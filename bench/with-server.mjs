// A server of its own for a measurement, with a data folder that is seeded once a run.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { serverBinary, serverEnvironment, startServer } from "../scripts/server.mjs";

/**
 * @param {string} folder scratch folder of this run
 * @param {string} name of the data folder below it
 * @param {number} [scale] synthetic listings to make; the demo market without it
 * @returns {string} the data folder, seeded
 */
export function seededFolder(folder, name, scale) {
  const dataFolder = path.join(folder, name);
  if (!existsSync(dataFolder)) {
    const flags = scale === undefined ? [] : ["--scale", String(scale)];
    execFileSync(serverBinary(), ["seed", "--data", dataFolder, ...flags], {
      env: serverEnvironment(),
      stdio: ["ignore", "ignore", "inherit"],
    });
  }
  return dataFolder;
}

/**
 * Runs `measure` against a server and stops the server, whatever happens.
 *
 * @template T
 * @param {{ folder: string, name: string, scale?: number, flags?: string[] }} options
 * @param {(server: import("../scripts/server.mjs").Server) => Promise<T>} measure
 * @returns {Promise<T>}
 */
export async function withServer({ folder, name, scale, flags = [] }, measure) {
  const dataFolder = seededFolder(folder, name, scale);
  const logFile = path.join(folder, `${name}.log`);
  const server = await startServer({ dataFolder, logFile, flags });
  try {
    return await measure(server);
  } finally {
    await server.stop();
  }
}
