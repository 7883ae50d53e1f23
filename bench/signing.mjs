// How quickly addresses of premium media are signed, and access tokens verified.
import { execFileSync } from "node:child_process";
import path from "node:path";
import { cargoMetadata, root, siteEnvironment } from "../scripts/site-env.mjs";

/** The flags of `make unit`, whose build this reuses. */
const NATIVE = ["--release", "--workspace", "--exclude", "durbar-frontend"];

/**
 * Yields `sign_url_per_s`: whole signed addresses a second over bare signatures a second; and
 * `verify_token_per_s`: whole verified tokens a second over bare verified signatures a second.
 */
export async function* measureSigning() {
  const metadata = cargoMetadata();
  const examples = ["sign_rate", "verify_rate"];
  execFileSync("cargo", ["build", ...NATIVE, ...examples.flatMap((name) => ["--example", name])], {
    cwd: root,
    env: { ...process.env, ...siteEnvironment(metadata) },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const ratio = (example) => {
    const program = path.join(metadata.target_directory, "release", "examples", example);
    return JSON.parse(execFileSync(program, { encoding: "utf8" })).ratio;
  };
  yield { name: "sign_url_per_s", value: ratio("sign_rate"), goal: 0.7, better: "higher" };
  yield { name: "verify_token_per_s", value: ratio("verify_rate"), goal: 0.7, better: "higher" };
}
