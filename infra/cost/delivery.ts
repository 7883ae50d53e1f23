import { BUILT } from "./built.js";
import { forMonth, forVisits, type Line } from "./line.js";
import { EDGE_FIRST_TIER, GB, PRICES } from "./prices.js";
import { sum, type Traffic } from "./traffic.js";

/** What stands between visitors and the server: CloudFront, its functions, the firewall, the name. */
export function delivery({ requests, bytes }: Traffic): Line[] {
  const all = sum(Object.values(requests));
  // Files have no function; lib/stacks/edge.ts.
  const functions = requests.page + requests.private + requests.media;
  return [
    forVisits("CloudFront", "bytes to visitors", edgeOut(bytes / GB)),
    forVisits("CloudFront", "requests", all * PRICES.edgeRequest.usd),
    forVisits("CloudFront", "CloudFront Functions", functions * PRICES.edgeFunction.usd),
    // 128 MB for some five milliseconds, on what forms and scripts send.
    forVisits("CloudFront", "Lambda@Edge", requests.private * (PRICES.edgeLambdaRequest.usd + 0.125 * 0.005 * PRICES.edgeLambdaSecond.usd)),
    forMonth("WAF", "list and rules", PRICES.wafAcl.usd + BUILT.wafRules * PRICES.wafRule.usd),
    forVisits("WAF", "requests", all * PRICES.wafRequest.usd),
    forMonth("DNS", "hosted zone", PRICES.hostedZone.usd),
  ];
}

function edgeOut(gb: number): number {
  return Math.min(gb, EDGE_FIRST_TIER) * PRICES.edgeOut.usd + Math.max(0, gb - EDGE_FIRST_TIER) * PRICES.edgeOutMore.usd;
}
