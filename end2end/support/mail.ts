import { expect, type APIRequestContext } from "@playwright/test";

/** The text of the latest mail to an address, once there is one that `pattern` matches. */
export async function mailTo(request: APIRequestContext, address: string, pattern: RegExp): Promise<string> {
  let found = "";
  await expect(async () => {
    const html = await (await request.get("/dev/mail")).text();
    const mails = html.split("<article ").slice(1);
    found = mails.find((mail) => mail.startsWith(`data-to="${address}"`) && pattern.test(mail)) ?? "";
    expect(found, `a mail to ${address} that matches ${pattern}`).not.toBe("");
  }).toPass({ timeout: 15_000 });
  return found.replaceAll("&amp;", "&").replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">");
}
