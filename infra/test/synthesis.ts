import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { App, Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { addStacks } from "../lib/app.js";
import { environmentOf } from "../lib/environment.js";

/** The checkout. */
export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..", "..");
/** A file of the product that stacks have to agree with. */
export const productFile = (...parts: string[]): string => readFileSync(path.join(ROOT, ...parts), "utf8");

export const KNOWN: Record<string, unknown> = {
  account: "123456789012",
  domain: "durbar.example",
  certificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000",
};

/** Everything that can be switched on. */
export const EVERYTHING = {
  recovery: 3,
  alarmAddress: "alarms@durbar.example",
  socialProviders: "google,apple,facebook",
  botControl: true,
  realUserMonitoring: true,
  mediaWorkers: true,
  malwareScan: true,
  hostedZoneId: "Z0123456789ABCDEFGHIJ",
};

/** The templates of an environment, by what comes behind its name. */
export type Templates = Record<string, Template>;

export function synthesise(name: string, settings: Record<string, unknown> = {}): Templates {
  const folder = mkdtempSync(path.join(os.tmpdir(), "durbar-synthesis-"));
  try {
    for (const program of ["durbar", "media"]) {
      mkdirSync(path.join(folder, program));
      writeFileSync(path.join(folder, program, "bootstrap"), "#!/bin/sh\n", { mode: 0o755 });
    }
    const { context } = JSON.parse(productFile("infra", "cdk.json")) as { context: Record<string, unknown> };
    const app = new App({ context, outdir: path.join(folder, "out") });
    const all: Record<string, unknown> = { ...KNOWN, packages: folder, ...settings };
    addStacks(app, environmentOf(name, (setting) => all[setting]), new Date("2026-11-23T00:00:00Z"));
    const stacks = app.node.children.filter((child): child is Stack => Stack.isStack(child));
    return Object.fromEntries(stacks.map((stack) => [stack.stackName.replace(`durbar-${name}-`, ""), Template.fromStack(stack)]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const kept = new Map<string, Templates>();

function once(key: string, make: () => Templates): Templates {
  const made = kept.get(key) ?? make();
  kept.set(key, made);
  return made;
}

/** Production with all switches on. */
export const prod = (): Templates => once("prod", () => synthesise("prod", EVERYTHING));
/** Production with none of them. */
export const plainProd = (): Templates => once("plain prod", () => synthesise("prod"));
/** What a developer gets who says nothing. */
export const dev = (): Templates => once("dev", () => synthesise("dev"));
/** A pull request's. */
export const pull = (): Templates => once("pull", () => synthesise("pr-7"));

/** The template of one concern. */
export function of(templates: Templates, concern: string): Template {
  const template = templates[concern];
  if (!template) throw new Error(`there is no stack ${concern}: ${Object.keys(templates).join(", ")}`);
  return template;
}

export interface Resource {
  readonly id: string;
  readonly type: string;
  // Templates are untyped JSON: each test looks at what it knows.
  readonly properties: Record<string, never>;
}

/** All resources of a template. */
export function resourcesOf(template: Template): Resource[] {
  const { Resources } = template.toJSON() as { Resources: Record<string, { Type: string; Properties?: Record<string, never> }> };
  return Object.entries(Resources).map(([id, { Type, Properties }]) => ({ id, type: Type, properties: Properties ?? {} }));
}

/** A value of a template as text, references written as `${Name}`. */
export function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  const object = value as Record<string, unknown>;
  if ("Ref" in object) {
    return object["Ref"] === "AWS::Partition" ? "aws" : object["Ref"] === "AWS::AccountId" ? "123456789012" : `\${${String(object["Ref"])}}`;
  }
  if ("Fn::GetAtt" in object) {
    const [id] = object["Fn::GetAtt"] as string[];
    return `\${${id}}`;
  }
  if ("Fn::Join" in object) {
    const [separator, parts] = object["Fn::Join"] as [string, unknown[]];
    return parts.map(textOf).join(separator);
  }
  if ("Fn::ImportValue" in object) return "${import}";
  return JSON.stringify(value);
}
