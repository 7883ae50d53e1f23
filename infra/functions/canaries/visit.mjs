// What journeys share.
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

const SITE = process.env.SITE;

/** A page of a browser of its own; closes it whatever happens. */
export async function visit(synthetics, journey) {
  const browser = await synthetics.launch();
  try {
    await journey(await synthetics.newPage(browser));
  } finally {
    await synthetics.close();
  }
}

export async function open(page, path) {
  const answer = await page.goto(new URL(path, SITE).href);
  if (!answer?.ok()) throw new Error(`${path}: ${answer?.status()}`);
}

/** The account of the canaries. */
export async function visitor() {
  const found = await new SecretsManagerClient().send(new GetSecretValueCommand({ SecretId: process.env.VISITOR }));
  return JSON.parse(found.SecretString);
}

export async function signIn(page, { email, password }) {
  await open(page, "/account/sign-in");
  await page.locator("#email").fill(email);
  await page.locator("#password").fill(password);
  await page.locator("#sign-in button[type=submit]").click();
  await page.waitForURL(/\/account$/);
}
