// At the edge, before a request goes to the server: the digest of its body. CloudFront signs
// what it sends to a function URL, and signs no body by itself; browsers don't send a digest.
import { createHash } from "node:crypto";

export const handler = async (event) => {
  const { request } = event.Records[0].cf;
  if (request.method === "GET" || request.method === "HEAD") return request;
  // What the edge could not read whole (more than 1 MB) could not be verified behind it.
  if (request.body?.inputTruncated) {
    return {
      status: "413",
      statusDescription: "Content Too Large",
      headers: {
        "cache-control": [{ key: "Cache-Control", value: "no-store" }],
        "content-type": [{ key: "Content-Type", value: "text/plain; charset=utf-8" }],
      },
      body: "This form takes 1 MB at most.\n",
    };
  }
  const body = Buffer.from(request.body?.data ?? "", request.body?.encoding === "text" ? "utf8" : "base64");
  const value = createHash("sha256").update(body).digest("hex");
  request.headers["x-amz-content-sha256"] = [{ key: "X-Amz-Content-Sha256", value }];
  return request;
};
