#!/usr/bin/env node
// The stacks of one environment: `cdk deploy --all --context environment=dev --context account=…`.
import { App, Validations } from "aws-cdk-lib";
import { addStacks } from "../lib/app.js";
import { Nag, tellCheckers } from "../lib/checks.js";
import { environmentOf, SettingError, settingsOf } from "../lib/environment.js";

try {
  const app = new App();
  const lookup = (name: string): unknown =>
    app.node.tryGetContext(name) ?? (name === "account" ? process.env["CDK_DEFAULT_ACCOUNT"] : undefined);
  const name = String(lookup("environment") ?? "");
  addStacks(app, environmentOf(name, settingsOf(name, lookup)));
  tellCheckers(app);
  Validations.of(app).addPlugins(new Nag(app));
  app.synth();
} catch (error) {
  if (!(error instanceof SettingError)) throw error;
  console.error(`error: ${error.message}`);
  process.exitCode = 2;
}
