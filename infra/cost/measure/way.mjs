/**
 * Which way a request takes in AWS: `page` is answered by the edge or else by the server, `private`
 * by the server each time, `file` and `media` by the edge, or else by the server or S3. A test
 * compares it with lib/stacks/edge.ts.
 * @typedef {"page" | "private" | "file" | "media"} Way
 */

/** @param {string} path @returns {Way} */
export function wayOf(path) {
  if (/^\/(pkg|fonts|vendor)\//.test(path)) return "file";
  if (/^\/(media|premium)\//.test(path)) return "media";
  if (path.startsWith("/api/") || /^(\/ne)?\/(account|alerts|broker|enquiries|lists|private)(\/|$)/.test(path)) return "private";
  return "page";
}
