import * as cloudfront from "@aws-sdk/client-cloudfront";
import * as secrets from "@aws-sdk/client-secrets-manager";
import { create, remove, rotate } from "./logic.mjs";

const edge = new cloudfront.CloudFrontClient({ region: "us-east-1" });
const store = new secrets.SecretsManagerClient();
const { NAME: name, SECRET: secretId } = process.env;

const keys = {
  async addPublicKey(prefix, reference, EncodedKey) {
    const PublicKeyConfig = { CallerReference: reference, Name: `${prefix}-${reference.slice(0, 12)}`, EncodedKey };
    const made = await edge.send(new cloudfront.CreatePublicKeyCommand({ PublicKeyConfig }));
    return made.PublicKey.Id;
  },
  async publicKey(Id) {
    return (await edge.send(new cloudfront.GetPublicKeyCommand({ Id }))).PublicKey.PublicKeyConfig.EncodedKey;
  },
  async deletePublicKey(Id) {
    const { ETag } = await edge.send(new cloudfront.GetPublicKeyCommand({ Id }));
    await edge.send(new cloudfront.DeletePublicKeyCommand({ Id, IfMatch: ETag }));
  },
  async createGroup(Name, Items) {
    return (await edge.send(new cloudfront.CreateKeyGroupCommand({ KeyGroupConfig: { Name, Items } }))).KeyGroup.Id;
  },
  async groupItems(Id) {
    return (await edge.send(new cloudfront.GetKeyGroupCommand({ Id }))).KeyGroup.KeyGroupConfig.Items;
  },
  async setGroupItems(Id, Items) {
    const { ETag, KeyGroup } = await edge.send(new cloudfront.GetKeyGroupCommand({ Id }));
    await edge.send(new cloudfront.UpdateKeyGroupCommand({ Id, IfMatch: ETag, KeyGroupConfig: { ...KeyGroup.KeyGroupConfig, Items } }));
  },
  async deleteGroup(Id) {
    const { ETag } = await edge.send(new cloudfront.GetKeyGroupCommand({ Id }));
    await edge.send(new cloudfront.DeleteKeyGroupCommand({ Id, IfMatch: ETag }));
  },
};

const secret = {
  async read(VersionStage, VersionId) {
    try {
      const found = await store.send(new secrets.GetSecretValueCommand({ SecretId: secretId, VersionStage, VersionId }));
      return JSON.parse(found.SecretString);
    } catch (error) {
      if (error instanceof secrets.ResourceNotFoundException) return undefined;
      throw error;
    }
  },
  async write(value) {
    await store.send(new secrets.PutSecretValueCommand({ SecretId: secretId, SecretString: JSON.stringify(value) }));
  },
  async writePending(ClientRequestToken, value) {
    await store.send(
      new secrets.PutSecretValueCommand({
        SecretId: secretId, ClientRequestToken, SecretString: JSON.stringify(value), VersionStages: ["AWSPENDING"],
      }),
    );
  },
  async promote(token) {
    const { VersionIdsToStages } = await store.send(new secrets.DescribeSecretCommand({ SecretId: secretId }));
    const [current] = Object.entries(VersionIdsToStages).find(([, stages]) => stages.includes("AWSCURRENT"));
    if (current === token) return;
    await store.send(
      new secrets.UpdateSecretVersionStageCommand({
        SecretId: secretId, VersionStage: "AWSCURRENT", MoveToVersionId: token, RemoveFromVersionId: current,
      }),
    );
  },
  /** The group is beside the keys, where a rotation finds it. */
  async group() {
    const { Tags } = await store.send(new secrets.DescribeSecretCommand({ SecretId: secretId }));
    return Tags?.find(({ Key }) => Key === "KeyGroup")?.Value;
  },
  async noteGroup(Value) {
    await store.send(new secrets.TagResourceCommand({ SecretId: secretId, Tags: [{ Key: "KeyGroup", Value }] }));
  },
};

async function answerStack(event, answer) {
  const body = JSON.stringify({
    StackId: event.StackId, RequestId: event.RequestId, LogicalResourceId: event.LogicalResourceId, ...answer,
  });
  await fetch(event.ResponseURL, { method: "PUT", body });
}

async function changeStack(event) {
  if (event.RequestType === "Create") {
    const made = await create({ name, keys });
    await secret.write(made.value);
    await secret.noteGroup(made.group);
    return made.group;
  }
  if (event.RequestType === "Delete" && /^[0-9a-f-]{36}$/.test(event.PhysicalResourceId)) {
    await remove({ group: event.PhysicalResourceId, keys });
  }
  return event.PhysicalResourceId;
}

export const handler = async (event) => {
  if (event.Step) return rotate(event, { name, group: await secret.group(), keys, secret });
  try {
    await answerStack(event, { Status: "SUCCESS", PhysicalResourceId: await changeStack(event) });
  } catch (error) {
    const PhysicalResourceId = event.PhysicalResourceId ?? "none";
    await answerStack(event, { Status: "FAILED", Reason: error.message, PhysicalResourceId });
  }
};
