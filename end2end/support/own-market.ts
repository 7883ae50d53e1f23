import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { serverBinary, startServer } from "../../scripts/server.mjs";
import { serverComplaints } from "./global-setup.ts";

type Running = Awaited<ReturnType<typeof startServer>>;

/** A server with a demo market of its own, for journeys in which the market changes. */
export class OwnMarket {
  private constructor(
    private readonly folder: string,
    private readonly variables: Record<string, string>,
    private server: Running,
  ) {}

  /** With settings other than the usual ones, if need be. */
  static async start(variables: Record<string, string> = {}): Promise<OwnMarket> {
    const folder = await mkdtemp(path.join(os.tmpdir(), "durbar-market-"));
    return new OwnMarket(folder, variables, await startIn(folder, variables));
  }

  /** Such as `http://127.0.0.1:41234`; another one after each change. */
  get origin(): string {
    return this.server.origin;
  }

  /** Stops the server, which writes what it holds, and starts it again. */
  async restart(): Promise<void> {
    await this.server.stop();
    this.server = await startIn(this.folder, this.variables);
  }

  /** Changes a home's price while the server rests, as its broker would. */
  async changePrice(listing: string, crore: number): Promise<void> {
    await this.server.stop();
    const program = path.join(path.dirname(serverBinary()), "examples", "change_price");
    // `make e2e` builds it.
    execFileSync(program, [data(this.folder), listing, String(crore)], { stdio: "pipe" });
    this.server = await startIn(this.folder, this.variables);
  }

  /** Stops the server; fails when it logged an error. */
  async close(): Promise<void> {
    await this.server.stop();
    const complaints = serverComplaints(await readFile(log(this.folder), "utf8"));
    await rm(this.folder, { recursive: true, force: true });
    if (complaints.length > 0) throw new Error(`the server logged errors:\n${complaints.join("\n")}`);
  }
}

const data = (folder: string): string => path.join(folder, "data");
const log = (folder: string): string => path.join(folder, "server.log");

function startIn(folder: string, variables: Record<string, string>): Promise<Running> {
  return startServer({ dataFolder: data(folder), logFile: log(folder), variables });
}
