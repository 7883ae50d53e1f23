// Starts the release binary for the journeys and the benchmarks.
import { spawn } from "node:child_process";
import { createWriteStream, existsSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { cargoMetadata, siteEnvironment } from "./site-env.mjs";

/** How long a start with an empty data folder, seeding included, may take (ms). */
const START_LIMIT = 120_000;
/** How long requests in flight may keep a stopping server (ms). */
const STOP_LIMIT = 15_000;
const LISTENING = /listening on (http:\/\/127\.0\.0\.1:\d+)/;

/**
 * A running server.
 * @typedef {object} Server
 * @property {string} origin such as `http://127.0.0.1:41234`
 * @property {number} pid
 * @property {() => Promise<number | null>} stop asks for a graceful stop; gives the exit code
 */

/** Path of the release binary that `make build` made, or $DURBAR_BIN. */
export function serverBinary() {
  const binary =
    process.env.DURBAR_BIN ?? path.join(cargoMetadata().target_directory, "release", "durbar");
  if (!existsSync(binary)) throw new Error(`${binary} is missing: run \`make build\``);
  return binary;
}

/** Variables for the binary: the site's, and none of the settings of whoever runs this. */
export function serverEnvironment() {
  const isSetting = (name) => /^(DURBAR|LEPTOS|AWS)_/.test(name);
  const own = Object.entries(process.env).filter(([name]) => !isSetting(name));
  // What is sent by chance would be in the weights that benchmarks tell.
  const steady = { DURBAR_WEB_VITALS_SAMPLE: "0" };
  return { ...Object.fromEntries(own), ...steady, ...siteEnvironment(cargoMetadata()) };
}

/**
 * Starts the release binary on a free port with its own data folder and waits
 * until table and objects answer.
 *
 * @param {{ dataFolder: string, logFile: string, flags?: string[], variables?: Record<string, string> }} options
 *   `variables` are added to those of `serverEnvironment`
 * @returns {Promise<Server>}
 */
export async function startServer({ dataFolder, logFile, flags = ["--seed-when-empty"], variables = {} }) {
  const log = createWriteStream(logFile, { flags: "a" });
  const child = spawn(
    serverBinary(),
    ["serve", "--listen", "127.0.0.1:0", "--data", dataFolder, ...flags],
    { env: { ...serverEnvironment(), ...variables }, stdio: ["ignore", "pipe", "pipe"] },
  );
  // Whoever started it may end early; the server must not stay behind.
  process.once("exit", () => child.kill("SIGKILL"));
  child.stderr.pipe(log, { end: false });
  child.stdout.pipe(log, { end: false });
  try {
    const origin = await announcedOrigin(child, logFile);
    await untilReady(origin);
    return { origin, pid: child.pid, stop: () => stop(child) };
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
}

function announcedOrigin(child, logFile) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`the server was not up in ${START_LIMIT / 1000} s: see ${logFile}`)),
      START_LIMIT,
    );
    const settle = (how) => (value) => {
      clearTimeout(timer);
      how(value);
    };
    child.once("error", settle(reject));
    child.once("exit", (code, signal) =>
      settle(reject)(
        new Error(`the server ended (${code ?? signal}) before it listened: see ${logFile}`),
      ),
    );
    createInterface({ input: child.stdout }).on("line", (line) => {
      const origin = LISTENING.exec(line)?.[1];
      if (origin) settle(resolve)(origin);
    });
  });
}

async function untilReady(origin) {
  const deadline = Date.now() + START_LIMIT;
  let last = "no answer";
  while (Date.now() < deadline) {
    try {
      const { ok, status } = await fetch(`${origin}/readyz`);
      if (ok) return;
      last = `status ${status}`;
    } catch (error) {
      last = error.message;
    }
    await new Promise((resume) => setTimeout(resume, 50));
  }
  throw new Error(`/readyz never answered 200: ${last}`);
}

function stop(child) {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve(child.exitCode);
      return;
    }
    const force = setTimeout(() => child.kill("SIGKILL"), STOP_LIMIT);
    child.once("exit", (code) => {
      clearTimeout(force);
      resolve(code);
    });
    child.kill("SIGTERM");
  });
}
