// How quickly addresses of premium media are signed.
import { execFileSync } from "node:child_process";
import path from "node:path";
import { cargoMetadata, root, siteEnvironment } from "../scripts/site-env.mjs";

/** The flags of `make unit`, whose build this reuses. */
const NATIVE = ["--release", "--workspace", "--exclude", "durbar-frontend"];

/** Yields `sign_url_per_s`: whole signed addresses a second over bare signatures a second. */
export async function* measureSigning() {
  const metadata = cargoMetadata();
  execFileSync("cargo", ["build", ...NATIVE, "--example", "sign_rate"], {
    cwd: root,
    env: { ...process.env, ...siteEnvironment(metadata) },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const program = path.join(metadata.target_directory, "release", "examples", "sign_rate");
  const { ratio } = JSON.parse(execFileSync(program, { encoding: "utf8" }));
  yield { name: "sign_url_per_s", value: ratio, goal: 0.7, better: "higher" };
}
