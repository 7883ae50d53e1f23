import { RemovalPolicy } from "aws-cdk-lib";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { CfnLoggingConfiguration, CfnWebACL } from "aws-cdk-lib/aws-wafv2";
import { Construct } from "constructs";
import type { Environment } from "../environment.js";
import { named } from "../names.js";

/** AWS's groups of rules, in their order; what they count against instead of refusing. */
const MANAGED: { name: string; counted?: string[] }[] = [
  { name: "AWSManagedRulesAmazonIpReputationList" },
  // Forms with papers are larger than 8 KB; the server has its own limits for each.
  { name: "AWSManagedRulesCommonRuleSet", counted: ["SizeRestrictions_BODY"] },
  { name: "AWSManagedRulesKnownBadInputsRuleSet" },
  { name: "AWSManagedRulesSQLiRuleSet" },
];

/** Requests in five minutes that one address may make: to everything, and where passwords are tried. */
export const RATE = { everything: 3000, signingIn: 100 };

/** The rules at the edge: AWS's groups, rates by address, on wish the control of bots. */
export class Firewall extends Construct {
  readonly acl: CfnWebACL;

  constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id);
    const seen = (metricName: string) => ({ cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName });
    const rules: CfnWebACL.RuleProperty[] = [
      rate("everything", RATE.everything),
      rate("signing-in", RATE.signingIn, "/account/"),
      ...MANAGED.map(({ name, counted }) => managed(name, counted)),
      ...(environment.botControl ? [botControl()] : []),
    ].map((rule, priority) => ({ ...rule, priority, visibilityConfig: seen(rule.name) }));
    this.acl = new CfnWebACL(this, "acl", {
      name: named(environment, "edge"),
      scope: "CLOUDFRONT",
      defaultAction: { allow: {} },
      visibilityConfig: seen(named(environment, "edge")),
      rules,
    });
    const log = new LogGroup(this, "log", {
      // WAF writes to log groups of this beginning alone.
      logGroupName: `aws-waf-logs-${named(environment, "edge")}`,
      retention: environment.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new CfnLoggingConfiguration(this, "logging", {
      resourceArn: this.acl.attrArn,
      logDestinationConfigs: [log.logGroupArn],
      // Sessions are not for logs.
      redactedFields: [{ singleHeader: { Name: "cookie" } }, { singleHeader: { Name: "authorization" } }, { queryString: {} }],
      loggingFilter: {
        DefaultBehavior: "DROP",
        Filters: [
          { Behavior: "KEEP", Requirement: "MEETS_ANY", Conditions: [{ ActionCondition: { Action: "BLOCK" } }, { ActionCondition: { Action: "COUNT" } }] },
        ],
      },
    });
  }
}

type Rule = Omit<CfnWebACL.RuleProperty, "priority" | "visibilityConfig">;

function managed(name: string, counted: string[] = []): Rule {
  const statement = {
    vendorName: "AWS",
    name,
    ruleActionOverrides: counted.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
  };
  return { name, overrideAction: { none: {} }, statement: { managedRuleGroupStatement: statement } };
}

function botControl(): Rule {
  const name = "AWSManagedRulesBotControlRuleSet";
  const statement = {
    vendorName: "AWS",
    name,
    managedRuleGroupConfigs: [{ awsManagedRulesBotControlRuleSet: { inspectionLevel: "COMMON" } }],
    // Pictures and scripts are cached: what they cost is not worth looking at.
    scopeDownStatement: { notStatement: { statement: pathStarts("/media/") } },
  };
  return { name, overrideAction: { none: {} }, statement: { managedRuleGroupStatement: statement } };
}

function rate(name: string, limit: number, path?: string): Rule {
  const statement: CfnWebACL.RateBasedStatementProperty = {
    aggregateKeyType: "IP",
    limit,
    ...(path && { scopeDownStatement: { andStatement: { statements: [contains(path), isPost()] } } }),
  };
  return { name, action: { block: { customResponse: { responseCode: 429 } } }, statement: { rateBasedStatement: statement } };
}

const PLAIN = [{ priority: 0, type: "NONE" }];

function pathStarts(searchString: string): CfnWebACL.StatementProperty {
  return { byteMatchStatement: { searchString, positionalConstraint: "STARTS_WITH", fieldToMatch: { uriPath: {} }, textTransformations: PLAIN } };
}

/** The path holds this anywhere: both languages have it. */
function contains(searchString: string): CfnWebACL.StatementProperty {
  return { byteMatchStatement: { searchString, positionalConstraint: "CONTAINS", fieldToMatch: { uriPath: {} }, textTransformations: PLAIN } };
}

function isPost(): CfnWebACL.StatementProperty {
  return { byteMatchStatement: { searchString: "POST", positionalConstraint: "EXACTLY", fieldToMatch: { method: {} }, textTransformations: PLAIN } };
}
