// From one event to everyone who saved a search that it answers.
import { execFileSync } from "node:child_process";
import path from "node:path";
import { cargoMetadata, root, siteEnvironment } from "../scripts/site-env.mjs";

/** The flags of `make unit`, whose build this reuses. */
const NATIVE = ["--release", "--workspace", "--exclude", "durbar-frontend"];

/** Yields `alert_fan_out_100k_p99_ms`: 100,000 saved searches against one event. */
export async function* measureAlerts() {
  const metadata = cargoMetadata();
  execFileSync("cargo", ["build", ...NATIVE, "--example", "alert_fan_out"], {
    cwd: root,
    env: { ...process.env, ...siteEnvironment(metadata) },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const program = path.join(metadata.target_directory, "release", "examples", "alert_fan_out");
  const output = execFileSync(program, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  const { p99_ms: value } = JSON.parse(output.trim().split("\n").at(-1));
  yield { name: "alert_fan_out_100k_p99_ms", value, goal: 500, better: "lower" };
}
