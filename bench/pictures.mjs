// How quickly a picture's variants are made, and how much memory the largest one takes.
import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { cargoMetadata, root, siteEnvironment } from "../scripts/site-env.mjs";

/** The flags of `make unit`, whose build this reuses. */
const NATIVE = ["--release", "--workspace", "--exclude", "durbar-frontend"];
/** Stills of the demo market, as large as they are kept. */
const STILLS = ["villa-01-hero", "villa-01-living", "villa-02-dusk", "villa-02-garden"];
const GOAL_BYTES = 1.5e9;

/**
 * Yields `pictures_vs_sharp`: pictures per second of processor time over those of sharp
 * (libvips), making the same set of formats and widths at like quality; and
 * `largest_picture_gb`: the most memory held while 100 million pixels are worked on.
 */
export async function* measurePictures() {
  const metadata = cargoMetadata();
  const examples = ["variant-rate", "largest-picture"];
  execFileSync("cargo", ["build", ...NATIVE, ...examples.flatMap((name) => ["--example", name])], {
    cwd: root,
    env: { ...process.env, ...siteEnvironment(metadata) },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const run = (example, files) => {
    const program = path.join(metadata.target_directory, "release", "examples", example);
    return JSON.parse(execFileSync(program, files, { encoding: "utf8" }));
  };
  const stills = STILLS.map((name) => path.join(root, "seed", "media", name, "1536.jpg"));
  const ours = run("variant-rate", stills);
  const folder = await mkdtemp(path.join(os.tmpdir(), "durbar-pictures-"));
  try {
    const theirs = await withSharp(stills, ours.set, folder);
    const value = ours.per_second / theirs.per_second;
    yield { name: "pictures_vs_sharp", value, goal: 1, better: "higher" };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const { most_held: held } = run("largest-picture", []);
  yield { name: "largest_picture_gb", value: held / 1e9, goal: GOAL_BYTES / 1e9, better: "lower" };
}

/** What sharp needs for the same set. Its files have about the size of ours. */
async function withSharp(stills, set, folder) {
  const { default: sharp } = await import("sharp");
  sharp.cache(false);
  const options = {
    avif: { quality: 60, chromaSubsampling: "4:4:4" },
    webp: { quality: 80 },
    jpg: { quality: 80, progressive: true, optimiseCoding: true },
  };
  const make = async (still) => {
    const source = sharp(still).rotate().toColourspace("srgb");
    for (const [format, width] of set) {
      const name = path.join(folder, `${width}.${format}`);
      const sized = source.clone().resize({ width, kernel: "lanczos3" });
      const written = format === "jpg" ? sized.jpeg(options.jpg) : sized[format](options[format]);
      await written.toFile(name);
    }
  };
  await make(stills[0]);
  const before = process.cpuUsage();
  for (const still of stills) await make(still);
  const { user, system } = process.cpuUsage(before);
  return { per_second: stills.length / ((user + system) / 1e6) };
}
