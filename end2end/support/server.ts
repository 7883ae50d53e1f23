import { spawn, type ChildProcess } from "node:child_process";
import { createWriteStream, existsSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { cargoMetadata, siteEnvironment } from "../../scripts/site-env.mjs";

/** How long a start with an empty data folder, seeding included, may take (ms). */
const START_LIMIT = 120_000;
/** How long requests in flight may keep a stopping server (ms). */
const STOP_LIMIT = 15_000;
const LISTENING = /listening on (http:\/\/127\.0\.0\.1:\d+)/;

export interface Server {
  /** Origin, such as `http://127.0.0.1:41234`. */
  readonly origin: string;
  /** Asks for a graceful stop and resolves with the exit code. */
  stop(): Promise<number | null>;
}

/** Path of the release binary that `make build` made. */
export function serverBinary(): string {
  const binary =
    process.env["DURBAR_BIN"] ??
    path.join(cargoMetadata().target_directory, "release", "durbar");
  if (!existsSync(binary)) throw new Error(`${binary} is missing: run \`make build\``);
  return binary;
}

/**
 * Starts the release binary on a free port with an own data folder, seeded.
 *
 * @param dataFolder folder for the embedded table and objects
 * @param logFile file that receives standard output and error
 */
export async function startServer(dataFolder: string, logFile: string): Promise<Server> {
  const log = createWriteStream(logFile, { flags: "a" });
  const child = spawn(
    serverBinary(),
    ["serve", "--listen", "127.0.0.1:0", "--data", dataFolder, "--seed-when-empty"],
    {
      env: { ...withoutSettings(process.env), ...siteEnvironment(cargoMetadata()) },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  child.stderr.pipe(log, { end: false });
  child.stdout.pipe(log, { end: false });
  try {
    const origin = await announcedOrigin(child, logFile);
    await untilReady(origin);
    return { origin, stop: () => stop(child) };
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
}

/** Settings of whoever runs the tests must not reach the server under test. */
function withoutSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const isSetting = (name: string) => /^(DURBAR|LEPTOS|AWS)_/.test(name);
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !isSetting(name)));
}

function announcedOrigin(child: ChildProcess, logFile: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`the server was not up in ${START_LIMIT / 1000} s: see ${logFile}`)),
      START_LIMIT,
    );
    child.once("error", reject);
    child.once("exit", (code, signal) =>
      reject(new Error(`the server ended (${code ?? signal}) before it listened: see ${logFile}`)),
    );
    createInterface({ input: child.stdout! }).on("line", (line) => {
      const origin = LISTENING.exec(line)?.[1];
      if (!origin) return;
      clearTimeout(timer);
      resolve(origin);
    });
  });
}

/** Asks /readyz until table and objects answer. */
async function untilReady(origin: string): Promise<void> {
  const deadline = Date.now() + START_LIMIT;
  let last = "no answer";
  while (Date.now() < deadline) {
    const response = await fetch(`${origin}/readyz`).catch((error: Error) => error);
    if (response instanceof Response && response.ok) return;
    last = response instanceof Response ? `status ${response.status}` : response.message;
    await new Promise((resume) => setTimeout(resume, 50));
  }
  throw new Error(`/readyz never answered 200: ${last}`);
}

function stop(child: ChildProcess): Promise<number | null> {
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
