#!/usr/bin/env node
// Starts the emulators of AWS and ClamAV's daemon on free loopback ports, runs a command that
// is told in variables where they are, stops them, and ends as the command did:
// `node scripts/emulators.mjs cargo test …`.
import { execFileSync, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { root } from "./site-env.mjs";

/** How long an emulator may take until it answers (ms). */
const START_LIMIT = 60_000;

const tools =
  process.env.DURBAR_TOOLS_DIR ??
  path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), ".cache"), "durbar", "tools");
const python = (program) => path.join(tools, "emulators", "bin", program);

/** The signature by which scanners are tested, in two parts, or it would be found here too. */
const TEST_SIGNATURE = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$", "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].join("");

/** Settings for clamd, which is to know the test signature alone: it starts at once with that. */
async function clamdSettings(port, folder) {
  const signatures = path.join(folder, "signatures");
  await mkdir(signatures);
  const bytes = Buffer.from(TEST_SIGNATURE).toString("hex");
  await writeFile(path.join(signatures, "test.ndb"), `Eicar-Test-Signature:0:*:${bytes}\n`);
  const file = path.join(folder, "clamd.conf");
  const lines = [
    "Foreground yes",
    `DatabaseDirectory ${signatures}`,
    "TCPAddr 127.0.0.1",
    `TCPSocket ${port}`,
    `LogFile ${path.join(folder, "clamd.log")}`,
  ];
  await writeFile(file, `${lines.join("\n")}\n`);
  return ["--config-file", file];
}

/** Name of its variable, its program, how it is told its port, and the address tests are told. */
const EMULATORS = [
  {
    variable: "DURBAR_TEST_COGNITO_LOCAL",
    program: path.join(root, "node_modules", ".bin", "cognito-local"),
    flags: () => [],
    // Every code it sends is this one.
    settings: (port) => ({ HOST: "127.0.0.1", PORT: port, CODE: "123456" }),
  },
  {
    variable: "DURBAR_TEST_MINISTACK",
    program: python("ministack"),
    flags: () => [],
    // AUTH makes it check codes and signatures.
    settings: (port) => ({ BIND_HOST: "127.0.0.1", GATEWAY_PORT: port, AUTH: "true" }),
  },
  {
    variable: "DURBAR_TEST_MOTO",
    program: python("moto_server"),
    flags: (port) => ["-H", "127.0.0.1", "-p", port],
    settings: (port) => ({ MOTO_PORT: port }),
  },
  {
    variable: "DURBAR_TEST_CLAMD",
    program: "clamd",
    flags: clamdSettings,
    settings: () => ({}),
    address: (port) => `127.0.0.1:${port}`,
  },
];

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(String(port)));
    });
  });
}

function isListening(port) {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

async function start({ variable, program, flags, settings, address = (port) => `http://127.0.0.1:${port}` }, folder) {
  const port = await freePort();
  const log = createWriteStream(path.join(folder, `${variable}.log`));
  const child = spawn(program, await flags(port, folder), {
    cwd: folder,
    // Debian keeps daemons where the PATH of ordinary users doesn't look.
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin`, ...settings(port) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  let ended;
  child.once("error", (error) => (ended = error.message));
  child.once("exit", (code, signal) => (ended = `it ended (${code ?? signal})`));
  const deadline = Date.now() + START_LIMIT;
  while (Date.now() < deadline) {
    if (ended) throw new Error(`${program} could not be started: ${ended}`);
    if (await isListening(port)) return { variable, address: address(port), child };
    await new Promise((resume) => setTimeout(resume, 100));
  }
  child.kill("SIGKILL");
  throw new Error(`${program} did not listen within ${START_LIMIT / 1000} s`);
}

function run([program, ...flags], variables) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, flags, {
      env: { ...process.env, ...variables },
      stdio: "inherit",
    });
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

const command = process.argv.slice(2);
if (command.length === 0) {
  console.error("usage: emulators.mjs COMMAND…");
  process.exit(2);
}
execFileSync(path.join(root, "scripts", "install-emulators.sh"), { stdio: "inherit" });
const folder = await mkdtemp(path.join(os.tmpdir(), "durbar-emulators-"));
const running = [];
const stop = () => running.forEach(({ child }) => child.kill("SIGKILL"));
process.once("exit", stop);
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));
let code = 1;
try {
  // cognito-local takes addresses for names unless it is told not to.
  await mkdir(path.join(folder, ".cognito"));
  const config = { UserPoolDefaults: { UsernameAttributes: [] } };
  await writeFile(path.join(folder, ".cognito", "config.json"), JSON.stringify(config));
  for (const emulator of EMULATORS) running.push(await start(emulator, folder));
  const variables = running.map(({ variable, address }) => [variable, address]);
  code = await run(command, Object.fromEntries(variables));
} catch (error) {
  console.error(`error: ${error.message}`);
} finally {
  stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
process.exit(code);
