import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { startServer } from "../../scripts/server.mjs";

const results = path.join(import.meta.dirname, "..", "test-results");

/**
 * Starts one server for all tests and hands its origin on in
 * `DURBAR_E2E_ORIGIN`. A server that is already running is used instead when
 * that variable is set by hand.
 */
export default async function globalSetup(): Promise<(() => Promise<void>) | void> {
  if (process.env["DURBAR_E2E_ORIGIN"]) return;
  await mkdir(results, { recursive: true });
  const logFile = path.join(results, "server.log");
  await rm(logFile, { force: true });
  const dataFolder = await mkdtemp(path.join(os.tmpdir(), "durbar-e2e-"));
  const server = await startServer({ dataFolder, logFile });
  process.env["DURBAR_E2E_ORIGIN"] = server.origin;

  return async () => {
    const code = await server.stop();
    await rm(dataFolder, { recursive: true, force: true });
    if (code !== 0) throw new Error(`the server stopped with ${code} on SIGTERM: see ${logFile}`);
    const complaints = serverComplaints(await readFile(logFile, "utf8"));
    if (complaints.length > 0) {
      throw new Error(`the server logged errors during the run:\n${complaints.join("\n")}`);
    }
  };
}

/** Log lines that no run may cause: errors and panics. */
export function serverComplaints(log: string): string[] {
  return log
    .split("\n")
    .filter((line) => /"level":"ERROR"/i.test(line) || /panicked at/.test(line));
}
