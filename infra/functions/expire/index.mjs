import { CloudFormationClient, DeleteStackCommand, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { DeleteObjectsCommand, ListObjectVersionsCommand, S3Client } from "@aws-sdk/client-s3";
import { expire } from "./logic.mjs";

const s3 = new S3Client();
const inRegion = (region) => new CloudFormationClient({ region });

async function status({ name, region }) {
  try {
    const { Stacks } = await inRegion(region).send(new DescribeStacksCommand({ StackName: name }));
    return Stacks[0]?.StackStatus;
  } catch (error) {
    if (error.name === "ValidationError") return undefined;
    throw error;
  }
}

/** Deletes up to 20,000 versions; whether that was all. */
async function empty(Bucket) {
  for (let round = 0; round < 20; round += 1) {
    let found;
    try {
      found = await s3.send(new ListObjectVersionsCommand({ Bucket, MaxKeys: 1000 }));
    } catch (error) {
      if (error.name === "NoSuchBucket") return true;
      throw error;
    }
    const Objects = [...(found.Versions ?? []), ...(found.DeleteMarkers ?? [])].map(({ Key, VersionId }) => ({ Key, VersionId }));
    if (Objects.length === 0) return true;
    const { Errors } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
    // What is locked goes when its lock has ended.
    if (Errors?.length > 0) return false;
  }
  return false;
}

export const handler = async () => {
  const { UNTIL, STACKS, BUCKETS } = process.env;
  const what = { until: new Date(UNTIL), now: new Date(), stacks: JSON.parse(STACKS), buckets: JSON.parse(BUCKETS) };
  const deleteStack = ({ name, region }) => inRegion(region).send(new DeleteStackCommand({ StackName: name }));
  console.log(JSON.stringify({ level: "info", message: await expire(what, { status, deleteStack, empty }) }));
};
