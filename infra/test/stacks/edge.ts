import assert from "node:assert/strict";
import { test } from "node:test";
import { Match } from "aws-cdk-lib/assertions";
import { MEDIA_CACHING, PAGE_PARAMETERS, PERMISSIONS, PREMIUM_CACHING } from "../../lib/edge/policies.js";
import { PRIVATE } from "../../lib/stacks/edge.js";
import { dev, of, prod, productFile, resourcesOf } from "../synthesis.js";

const edge = () => of(prod(), "edge");
interface Behavior {
  PathPattern?: string;
  AllowedMethods: string[];
  TrustedKeyGroups?: unknown[];
  LambdaFunctionAssociations?: unknown[];
  ViewerProtocolPolicy: string;
  Compress: boolean;
}
function distribution(template = edge()) {
  const found = resourcesOf(template).find(({ type }) => type === "AWS::CloudFront::Distribution");
  return found?.properties["DistributionConfig"] as unknown as { CacheBehaviors: Behavior[]; DefaultCacheBehavior: Behavior; HttpVersion: string; Origins: object[] };
}
const behavior = (path: string) => distribution().CacheBehaviors.find(({ PathPattern }) => PathPattern === path);

test("HTTP/3, Brotli, TLS alone, and origins that CloudFront alone may ask", () => {
  const { HttpVersion, DefaultCacheBehavior, CacheBehaviors, Origins } = distribution();
  assert.equal(HttpVersion, "http2and3");
  for (const { Compress, ViewerProtocolPolicy } of [DefaultCacheBehavior, ...CacheBehaviors]) {
    assert.deepEqual([Compress, ViewerProtocolPolicy], [true, "redirect-to-https"]);
  }
  for (const origin of Origins) assert.match(JSON.stringify(origin), /"OriginAccessControlId"/);
  edge().hasResourceProperties("AWS::CloudFront::CachePolicy", { CachePolicyConfig: { ParametersInCacheKeyAndForwardedToOrigin: Match.objectLike({ EnableAcceptEncodingBrotli: true }) } });
});

test("pages that are one visitor's go by where no cache is", () => {
  const routes = productFile("app", "src", "routes.rs");
  const [, list] = /\[\s*("\/account"[^\]]*)\]/.exec(routes) ?? [];
  assert.deepEqual(list?.match(/\/[a-z]+/g), PRIVATE.map((name) => `/${name}`));
  for (const path of ["/api/*", ...PRIVATE.flatMap((name) => [`/${name}`, `/${name}/*`, `/ne/${name}`, `/ne/${name}/*`])]) {
    assert.ok(behavior(path)?.AllowedMethods.includes("POST"), path);
    assert.equal(behavior(path)?.LambdaFunctionAssociations?.length, 1, path);
  }
  assert.deepEqual(distribution().DefaultCacheBehavior.AllowedMethods, ["GET", "HEAD"]);
});

test("static files, media and premium media have their own rules; premium needs a signature", () => {
  for (const path of ["/pkg/*", "/fonts/*", "/vendor/*", "/media/*"]) assert.equal(behavior(path)?.TrustedKeyGroups, undefined, path);
  assert.equal(behavior("/premium/*")?.TrustedKeyGroups?.length, 1);
  const private_ = distribution().CacheBehaviors.findIndex(({ PathPattern }) => PathPattern === "/media/*");
  assert.ok(private_ >= 0);
});

test("what is kept, and for how long, is what the server says where it stands in for the edge", () => {
  const inServer = (text: string, ...file: string[]) => assert.ok(productFile("server", "src", ...file).replace(/\\\n\s+/g, "").includes(text), text);
  inServer(MEDIA_CACHING, "http", "media.rs");
  inServer(PREMIUM_CACHING, "http", "premium.rs");
  inServer(PERMISSIONS, "http", "security_headers.rs");
  const [, list] = /PARAMETERS: \[&str; [0-9]+\] = \[([^\]]*)\]/.exec(productFile("server", "src", "pages", "address.rs")) ?? [];
  assert.deepEqual(list?.match(/[a-z_]+/g), PAGE_PARAMETERS);
  edge().hasResourceProperties("AWS::CloudFront::CachePolicy", {
    CachePolicyConfig: {
      Name: "durbar-prod-pages",
      MinTTL: 0,
      DefaultTTL: 0,
      ParametersInCacheKeyAndForwardedToOrigin: Match.objectLike({
        CookiesConfig: { CookieBehavior: "none" },
        HeadersConfig: { HeaderBehavior: "none" },
        QueryStringsConfig: { QueryStringBehavior: "whitelist", QueryStrings: PAGE_PARAMETERS },
      }),
    },
  });
  for (const value of [MEDIA_CACHING, PREMIUM_CACHING]) {
    edge().hasResourceProperties("AWS::CloudFront::ResponseHeadersPolicy", {
      ResponseHeadersPolicyConfig: { CustomHeadersConfig: { Items: Match.arrayWith([{ Header: "Cache-Control", Value: value, Override: true }]) } },
    });
  }
});

test("strict headers on what doesn't come from the server", () => {
  edge().allResourcesProperties("AWS::CloudFront::ResponseHeadersPolicy", {
    ResponseHeadersPolicyConfig: {
      SecurityHeadersConfig: Match.objectLike({
        StrictTransportSecurity: { AccessControlMaxAgeSec: 63072000, IncludeSubdomains: true, Override: true },
        ContentTypeOptions: { Override: true },
        ContentSecurityPolicy: Match.objectLike({ ContentSecurityPolicy: Match.stringLikeRegexp("default-src 'none'") }),
      }),
    },
  });
});

test("the firewall has AWS's groups, rates, and bot control where it is asked for", () => {
  const rules = (template = edge()) => {
    const acl = resourcesOf(template).find(({ type }) => type === "AWS::WAFv2::WebACL");
    return (acl?.properties["Rules"] as unknown as { Name: string }[]).map(({ Name }) => Name);
  };
  const usual = ["everything", "signing-in", "AWSManagedRulesAmazonIpReputationList", "AWSManagedRulesCommonRuleSet", "AWSManagedRulesKnownBadInputsRuleSet", "AWSManagedRulesSQLiRuleSet"];
  assert.deepEqual(rules(), [...usual, "AWSManagedRulesBotControlRuleSet"]);
  assert.deepEqual(rules(of(dev(), "edge")), usual);
  edge().hasResourceProperties("AWS::WAFv2::LoggingConfiguration", { RedactedFields: Match.arrayWith([{ SingleHeader: { Name: "cookie" } }]) });
  edge().hasResourceProperties("AWS::Logs::Delivery", { RecordFields: Match.not(Match.arrayWith(["c-ip"])) });
});

test("another region answers where this one doesn't, with options 2 and 3 alone", () => {
  const groups = (template = edge()) => (distribution(template) as unknown as { OriginGroups?: { Quantity: number } }).OriginGroups?.Quantity ?? 0;
  // The built files' earlier builds are a group in any case.
  assert.equal(groups(of(dev(), "edge")), 1);
  assert.equal(groups(), 4);
});
