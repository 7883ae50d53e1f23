import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { compare, Tally } from "./logic.mjs";

const client = new DynamoDBClient({ maxAttempts: 10 });
const SEGMENTS = 8;
const TOLERANCE = 0.01;

async function tally(TableName) {
  const counted = new Tally();
  const segment = async (Segment) => {
    let ExclusiveStartKey;
    do {
      const page = await client.send(new ScanCommand({ TableName, Segment, TotalSegments: SEGMENTS, ExclusiveStartKey }));
      for (const item of page.Items) counted.add(item);
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
  };
  await Promise.all(Array.from({ length: SEGMENTS }, (_, at) => segment(at)));
  return counted;
}

export const handler = async ({ restored }) => {
  const [live, back] = [await tally(process.env.TABLE), await tally(restored)];
  const result = compare(live, back, TOLERANCE);
  console.log(JSON.stringify({ level: result.passes ? "info" : "error", message: "compared a restored table", ...result }));
  if (!result.passes) throw new Error(`the restored table differs: ${JSON.stringify(result.kinds.filter(({ passes }) => !passes))}`);
  return result;
};
