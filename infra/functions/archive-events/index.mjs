import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { archive } from "./logic.mjs";

const client = new S3Client();

export const handler = (batch) =>
  archive(batch, {
    put: (Key, Body) =>
      client.send(new PutObjectCommand({ Bucket: process.env.LAKE, Key, Body, ContentType: "application/x-ndjson" })),
  });
