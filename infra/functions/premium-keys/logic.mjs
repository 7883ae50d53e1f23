// Keys that sign premium media: made at the first deployment, replaced by a rotation. CloudFront
// knows a key before the secret has it, and forgets one when two newer ones are there.
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from "node:crypto";

/** A new pair: P-256, as small as CloudFront takes. */
export function newPair() {
  return generateKeyPairSync("ec", {
    namedCurve: "P-256",
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  }).privateKey;
}

export function publicPartOf(privateKey) {
  return createPublicKey(createPrivateKey(privateKey)).export({ type: "spki", format: "pem" });
}

/** The same text for the same key, so that a step that is done again makes nothing twice. */
function referenceOf(publicKey) {
  return createHash("sha256").update(publicKey).digest("hex").slice(0, 32);
}

/** A key group with a first key; what the secret is to hold. */
export async function create({ name, keys }) {
  const privateKey = newPair();
  const id = await keys.addPublicKey(name, referenceOf(publicPartOf(privateKey)), publicPartOf(privateKey));
  const group = await keys.createGroup(name, [id]);
  return { group, value: { key_id: id, private_key: privateKey } };
}

/** Takes a group and its keys away. */
export async function remove({ group, keys }) {
  const ids = await keys.groupItems(group);
  await keys.deleteGroup(group);
  for (const id of ids) await keys.deletePublicKey(id);
}

/**
 * A step of a rotation, as Secrets Manager asks for it.
 *
 * @param {{ Step: string, SecretId: string, ClientRequestToken: string }} event
 */
export async function rotate(event, { name, group, keys, secret }) {
  const { Step, ClientRequestToken: token } = event;
  switch (Step) {
    case "createSecret": {
      if (await secret.read("AWSPENDING", token)) return;
      const privateKey = newPair();
      const id = await keys.addPublicKey(name, referenceOf(publicPartOf(privateKey)), publicPartOf(privateKey));
      await secret.writePending(token, { key_id: id, private_key: privateKey });
      return;
    }
    case "setSecret": {
      const pending = await secret.read("AWSPENDING", token);
      const current = await secret.read("AWSCURRENT");
      const items = await keys.groupItems(group);
      // The one that signs now, and the next; the one before may go, its signatures are over.
      const wanted = [...new Set([pending.key_id, current.key_id])];
      if (wanted.join() !== items.join()) await keys.setGroupItems(group, wanted);
      for (const id of items.filter((it) => !wanted.includes(it))) await keys.deletePublicKey(id);
      return;
    }
    case "testSecret": {
      const pending = await secret.read("AWSPENDING", token);
      const told = await keys.publicKey(pending.key_id);
      if (told.trim() !== publicPartOf(pending.private_key).trim()) throw new Error("CloudFront has another key under this name");
      if (!(await keys.groupItems(group)).includes(pending.key_id)) throw new Error("the key group lacks the key");
      return;
    }
    case "finishSecret":
      await secret.promote(token);
      return;
    default:
      throw new Error(`unknown step ${Step}`);
  }
}
