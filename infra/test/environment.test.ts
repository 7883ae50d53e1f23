import assert from "node:assert/strict";
import { test } from "node:test";
import { environmentOf, SettingError, settingsOf } from "../lib/environment.js";

const KNOWN: Record<string, unknown> = {
  account: "123456789012",
  domain: "durbar.example",
  certificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000",
};
const lookup = (settings: Record<string, unknown>) => (name: string) => ({ ...KNOWN, ...settings })[name];

test("an environment follows from its name and settings", () => {
  const dev = environmentOf("dev", lookup({}));
  assert.deepEqual([dev.region, dev.recovery, dev.keepsData, dev.isEphemeral], ["ap-south-1", 1, true, false]);
  const pull = environmentOf("pr-12", lookup({ region: "eu-west-1" }));
  assert.deepEqual([pull.region, pull.keepsData, pull.isEphemeral], ["eu-west-1", false, true]);
  assert.equal(environmentOf("prod", lookup({})).auditLockDays, 2557);
});

test("what is wrong is named", () => {
  const wrong: [string, Record<string, unknown>, RegExp][] = [
    ["production", {}, /dev, staging, prod or pr-NUMBER/],
    ["pr-0", {}, /pr-NUMBER/],
    ["dev", { account: "" }, /^account:/],
    ["dev", { region: "Mumbai" }, /^region:/],
    ["dev", { recovery: "4" }, /^recovery: expected 1, 2 or 3/],
    ["dev", { standbyRegion: "ap-south-1" }, /^standbyRegion:/],
    ["dev", { failedOver: "true" }, /^failedOver: needs recovery=3/],
    ["dev", { botControl: "yes" }, /^botControl:/],
    ["dev", { socialProviders: "google,github" }, /^socialProviders:.*github/],
    ["dev", { certificateArn: "arn:aws:acm:ap-south-1:123456789012:certificate/0" }, /^certificateArn:/],
    ["dev", { domain: "https://durbar.example" }, /^domain:/],
  ];
  for (const [name, settings, message] of wrong) {
    assert.throws(() => environmentOf(name, lookup(settings)), (error) => error instanceof SettingError && message.test(error.message), name);
  }
});

test("what cdk.json says of an environment counts where nothing else is given", () => {
  const context: Record<string, unknown> = { environments: { pr: { domain: "pr.durbar.example", recovery: 2 } }, recovery: 1 };
  const settings = settingsOf("pr-3", (name) => context[name]);
  assert.deepEqual([settings("domain"), settings("recovery"), settings("region")], ["pr.durbar.example", 1, undefined]);
  assert.equal(environmentOf("pr-3", (name) => settings(name) ?? KNOWN[name]).domain.name, "pr-3.pr.durbar.example");
});
