import { Duration } from "aws-cdk-lib";
import {
  CacheCookieBehavior,
  CacheHeaderBehavior,
  CachePolicy,
  CacheQueryStringBehavior,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  OriginRequestCookieBehavior,
  OriginRequestHeaderBehavior,
  OriginRequestPolicy,
  OriginRequestQueryStringBehavior,
  type ResponseHeadersPolicyProps,
  ResponseHeadersPolicy,
} from "aws-cdk-lib/aws-cloudfront";
import { Construct } from "constructs";
import type { Environment } from "../environment.js";
import { named } from "../names.js";

/** What pages read from a query string: `PARAMETERS` of server/src/pages/address.rs. */
export const PAGE_PARAMETERS = [
  "amenity", "area", "baths", "beds", "box", "facing", "ids", "in", "land_unit", "max_built", "max_land",
  "max_price", "min_built", "min_land", "min_price", "page", "q", "road", "sort", "status", "type", "view",
];

/** `CACHE_CONTROL` of server/src/http/media.rs, which stands in for this edge in embedded mode. */
export const MEDIA_CACHING = "public, max-age=86400, stale-while-revalidate=604800";
/** `CACHE_CONTROL` of server/src/http/premium.rs. */
export const PREMIUM_CACHING = "private, max-age=300";
/** As server/src/http/security_headers.rs. */
export const PERMISSIONS =
  "accelerometer=(self), camera=(), geolocation=(self), gyroscope=(self), magnetometer=(), microphone=(), payment=(), usb=()";
const NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const YEAR = Duration.days(365);

/** What the edge keeps for how long, what it asks origins with, and what it adds to answers. */
export class EdgePolicies extends Construct {
  /** Pages and files of the site: as long as the server says. */
  readonly pages: CachePolicy;
  /** Public media: a day, since a key says which picture it is and not what is in it. */
  readonly media: CachePolicy;
  /** Premium media: a day at the edge, which asks for a signature each time. */
  readonly premium: CachePolicy;
  /** Everything a visitor sends but the name of the site, which is not the origin's. */
  readonly everything: OriginRequestPolicy;
  readonly mediaHeaders: ResponseHeadersPolicy;
  readonly premiumHeaders: ResponseHeadersPolicy;
  readonly fileHeaders: ResponseHeadersPolicy;

  constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id);
    const compressed = { enableAcceptEncodingBrotli: true, enableAcceptEncodingGzip: true };
    const impersonal = { cookieBehavior: CacheCookieBehavior.none(), headerBehavior: CacheHeaderBehavior.none() };
    this.pages = new CachePolicy(this, "pages", {
      cachePolicyName: named(environment, "pages"),
      minTtl: Duration.seconds(0),
      defaultTtl: Duration.seconds(0),
      maxTtl: YEAR,
      queryStringBehavior: CacheQueryStringBehavior.allowList(...PAGE_PARAMETERS),
      ...compressed,
      ...impersonal,
    });
    const objects = (name: string, minTtl: Duration) =>
      new CachePolicy(this, name, {
        cachePolicyName: named(environment, name),
        minTtl,
        defaultTtl: Duration.days(1),
        maxTtl: Duration.days(1),
        queryStringBehavior: CacheQueryStringBehavior.none(),
        ...compressed,
        ...impersonal,
      });
    this.media = objects("media", Duration.seconds(0));
    // The objects say `private`, which CloudFront would not keep at all with a minimum of 0.
    this.premium = objects("premium", Duration.days(1));
    this.everything = new OriginRequestPolicy(this, "everything", {
      originRequestPolicyName: named(environment, "everything"),
      cookieBehavior: OriginRequestCookieBehavior.all(),
      queryStringBehavior: OriginRequestQueryStringBehavior.all(),
      headerBehavior: OriginRequestHeaderBehavior.denyList("host"),
    });
    this.mediaHeaders = this.headers(environment, "media", MEDIA_CACHING);
    this.premiumHeaders = this.headers(environment, "premium", PREMIUM_CACHING);
    this.fileHeaders = this.headers(environment, "files");
  }

  /** The headers that the server gives every answer, for those that don't come from it. */
  private headers(environment: Environment, name: string, caching?: string): ResponseHeadersPolicy {
    const custom = [
      { header: "Permissions-Policy", value: PERMISSIONS, override: true },
      { header: "Cross-Origin-Opener-Policy", value: "same-origin", override: true },
      ...(caching ? [{ header: "Cache-Control", value: caching, override: true }] : []),
    ];
    const properties: ResponseHeadersPolicyProps = {
      responseHeadersPolicyName: named(environment, name),
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy: NOTHING, override: false },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN, override: false },
        strictTransportSecurity: { accessControlMaxAge: Duration.days(730), includeSubdomains: true, override: true },
      },
      customHeadersBehavior: { customHeaders: custom },
    };
    return new ResponseHeadersPolicy(this, `${name}-headers`, properties);
  }
}
