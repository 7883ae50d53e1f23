import { Duration, Fn, Stack, type StackProps } from "aws-cdk-lib";
import { Certificate } from "aws-cdk-lib/aws-certificatemanager";
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  CfnOriginAccessControl,
  Distribution,
  type EdgeLambda,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HttpVersion,
  type IOrigin,
  KeyGroup,
  LambdaEdgeEventType,
  OriginProtocolPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from "aws-cdk-lib/aws-cloudfront";
import { HttpOrigin, OriginGroup, S3BucketOrigin } from "aws-cdk-lib/aws-cloudfront-origins";
import { CompositePrincipal, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Function, Runtime } from "aws-cdk-lib/aws-lambda";
import { AaaaRecord, ARecord, HostedZone, RecordTarget } from "aws-cdk-lib/aws-route53";
import { CloudFrontTarget } from "aws-cdk-lib/aws-route53-targets";
import type { Construct } from "constructs";
import { functionFile, script } from "../compute/function.js";
import { AccessLog } from "../edge/access-log.js";
import { Firewall } from "../edge/firewall.js";
import { EdgePolicies } from "../edge/policies.js";
import type { Environment } from "../environment.js";
import { named } from "../names.js";
import type { ComputeStack } from "./compute.js";
import { bucketByName } from "./data.js";
import type { StandbyComputeStack } from "./standby-compute.js";

/** Paths of pages that are one visitor's: `is_private` of app/src/routes.rs. */
export const PRIVATE = ["account", "alerts", "broker", "enquiries", "lists", "private"] as const;
/** Folders of the built site. */
export const STATIC = ["/pkg/*", "/fonts/*", "/vendor/*"] as const;

export interface EdgeProps extends StackProps {
  readonly environment: Environment;
  readonly compute: ComputeStack;
  readonly standby: StandbyComputeStack | undefined;
}

/** What people reach: CloudFront with its firewall, in the region that CloudFront is ruled from. */
export class EdgeStack extends Stack {
  readonly distribution: Distribution;
  readonly firewall: Firewall;
  private readonly settings: EdgeProps;
  private readonly policies: EdgePolicies;

  constructor(scope: Construct, id: string, props: EdgeProps) {
    super(scope, id, props);
    this.settings = props;
    const { environment, compute } = props;
    this.firewall = new Firewall(this, "firewall", environment);
    this.policies = new EdgePolicies(this, "policies", environment);
    const { domain } = environment;
    const pages = this.pages();
    this.distribution = new Distribution(this, "distribution", {
      comment: named(environment, "site"),
      domainNames: [domain.name],
      certificate: Certificate.fromCertificateArn(this, "certificate", domain.certificateArn),
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      httpVersion: HttpVersion.HTTP2_AND_3,
      webAclId: this.firewall.acl.attrArn,
      defaultBehavior: pages,
      additionalBehaviors: {
        ...this.privatePages(),
        ...this.files(pages),
        "/media/*": this.media("public-media", {
          cachePolicy: this.policies.media,
          responseHeadersPolicy: this.policies.mediaHeaders,
        }),
        "/premium/*": this.media("premium-media", {
          cachePolicy: this.policies.premium,
          responseHeadersPolicy: this.policies.premiumHeaders,
          trustedKeyGroups: [KeyGroup.fromKeyGroupId(this, "premium-keys", compute.premiumKeys.keyGroupId)],
        }),
      },
    });
    new AccessLog(this, "access-log", { environment, distribution: this.distribution });
    this.addName();
  }

  /** Everything that is the same for everyone; nothing is sent but by GET. */
  private pages(): BehaviorOptions {
    const { compute, standby } = this.settings;
    const main = this.serverOrigin("server", compute.server.url.url);
    const origin = standby
      ? new OriginGroup({
          primaryOrigin: main,
          fallbackOrigin: this.serverOrigin("standby-server", standby.server.url.url),
          fallbackStatusCodes: [500, 502, 503, 504],
        })
      : main;
    return {
      ...SECURE,
      origin,
      allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
      cachePolicy: this.policies.pages,
      functionAssociations: [this.edgeFunction("viewer-request")],
    };
  }

  /** What is one visitor's, and what forms and scripts ask: kept by nobody. */
  private privatePages(): Record<string, BehaviorOptions> {
    const { environment, compute, standby } = this.settings;
    const active = environment.failedOver && standby ? standby.server : compute.server;
    const behavior: BehaviorOptions = {
      ...SECURE,
      origin: this.serverOrigin("private-server", active.url.url),
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: this.policies.everything,
      functionAssociations: [this.edgeFunction("private-request")],
      edgeLambdas: [this.bodyHash()],
    };
    const paths = ["", "/ne"].flatMap((language) => PRIVATE.flatMap((name) => [`${language}/${name}`, `${language}/${name}/*`]));
    return Object.fromEntries(["/api/*", ...paths].map((path) => [path, behavior]));
  }

  /** The built files: from the server's package, and those of earlier builds from their bucket. */
  private files(pages: BehaviorOptions): Record<string, BehaviorOptions> {
    const { environment, compute } = this.settings;
    const site = S3BucketOrigin.withOriginAccessControl(bucketByName(this, "site-bucket", environment, "site"));
    const origin = new OriginGroup({
      primaryOrigin: this.serverOrigin("files-server", compute.server.url.url),
      fallbackOrigin: site,
      fallbackStatusCodes: [403, 404, 500, 502, 503, 504],
    });
    const behavior: BehaviorOptions = {
      ...SECURE,
      origin,
      allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
      cachePolicy: pages.cachePolicy ?? this.policies.pages,
      responseHeadersPolicy: this.policies.fileHeaders,
    };
    return Object.fromEntries(STATIC.map((path) => [path, behavior]));
  }

  /** A bucket's objects; from the standby region's copy where the bucket doesn't answer. */
  private media(purpose: "public-media" | "premium-media", more: Partial<BehaviorOptions>): BehaviorOptions {
    const { environment } = this.settings;
    const bucket = (name: string, region: string) =>
      S3BucketOrigin.withOriginAccessControl(bucketByName(this, `${name}-bucket`, environment, name, region));
    const main = bucket(purpose, environment.region);
    const origin: IOrigin =
      environment.recovery > 1
        ? new OriginGroup({
            primaryOrigin: main,
            fallbackOrigin: bucket(`${purpose}-standby`, environment.standbyRegion),
            fallbackStatusCodes: [403, 404, 500, 502, 503, 504],
          })
        : main;
    return {
      ...SECURE,
      origin,
      allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
      functionAssociations: [this.edgeFunction("media-request")],
      ...more,
    } as BehaviorOptions;
  }

  /** The server, called in CloudFront's name. */
  private serverOrigin(originId: string, url: string): IOrigin {
    const { environment } = this.settings;
    const id = "server-access";
    const control =
      (this.node.tryFindChild(id) as CfnOriginAccessControl | undefined) ??
      new CfnOriginAccessControl(this, id, {
        originAccessControlConfig: {
          name: named(environment, "server"),
          originAccessControlOriginType: "lambda",
          signingBehavior: "always",
          signingProtocol: "sigv4",
        },
      });
    return new HttpOrigin(Fn.select(2, Fn.split("/", url)), {
      originId,
      originAccessControlId: control.attrId,
      protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
      readTimeout: Duration.seconds(40),
      keepaliveTimeout: Duration.seconds(30),
    });
  }

  private edgeFunction(name: "viewer-request" | "private-request" | "media-request") {
    const id = `${name}-function`;
    const made =
      (this.node.tryFindChild(id) as EdgeFunction | undefined) ??
      new EdgeFunction(this, id, {
        functionName: named(this.settings.environment, name),
        code: FunctionCode.fromFile({ filePath: functionFile("edge", `${name}.js`) }),
        runtime: FunctionRuntime.JS_2_0,
      });
    return { function: made, eventType: FunctionEventType.VIEWER_REQUEST };
  }

  /** The digest of a form's body, which a function URL asks for; runs at the edge's own origins. */
  private bodyHash(): EdgeLambda {
    const { environment } = this.settings;
    const role = new Role(this, "body-hash-role", {
      roleName: named(environment, "body-hash"),
      assumedBy: new CompositePrincipal(new ServicePrincipal("lambda.amazonaws.com"), new ServicePrincipal("edgelambda.amazonaws.com")),
      description: "Says the digest of a form's body at the edge; writes no log",
    });
    const hash = new Function(this, "body-hash", {
      functionName: named(environment, "body-hash"),
      description: "The digest of what a form sends, for the signature of the request behind it",
      ...script("hash-body"),
      runtime: Runtime.NODEJS_22_X,
      memorySize: 128,
      timeout: Duration.seconds(5),
      role,
    });
    return { functionVersion: hash.currentVersion, eventType: LambdaEdgeEventType.ORIGIN_REQUEST, includeBody: true };
  }

  private addName(): void {
    const { name, hostedZoneId } = this.settings.environment.domain;
    if (hostedZoneId === undefined) return;
    const zone = HostedZone.fromHostedZoneAttributes(this, "zone", { hostedZoneId, zoneName: name });
    const target = RecordTarget.fromAlias(new CloudFrontTarget(this.distribution));
    new ARecord(this, "address", { zone, target });
    new AaaaRecord(this, "address-6", { zone, target });
  }
}

const SECURE = { viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS, compress: true };
