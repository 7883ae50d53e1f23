// How quickly a list of homes is taken over.
import { execFileSync } from "node:child_process";
import path from "node:path";
import { cargoMetadata, root, siteEnvironment } from "../scripts/site-env.mjs";

/** The flags of `make unit`, whose build this reuses. */
const NATIVE = ["--release", "--workspace", "--exclude", "durbar-frontend"];

/** Yields `import_rows`: imported rows a second over bare BatchWriteItem of the same items. */
export async function* measureImports() {
  const metadata = cargoMetadata();
  execFileSync("cargo", ["build", ...NATIVE, "--example", "import_rate"], {
    cwd: root,
    env: { ...process.env, ...siteEnvironment(metadata) },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const program = path.join(metadata.target_directory, "release", "examples", "import_rate");
  const output = execFileSync(program, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  const { ratio: value } = JSON.parse(output.trim().split("\n").at(-1));
  yield { name: "import_rows_per_s", value, goal: 0.6, better: "higher" };
}
