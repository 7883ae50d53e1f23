import { type App, Aspects, CfnResource, type IAspect, type IPolicyValidationContext, type PolicyValidationPluginReport } from "aws-cdk-lib";
import { AwsSolutionsChecks } from "cdk-nag";
import type { IConstruct } from "constructs";
import { EVERYTHING, EXCEPTIONS, type Exception } from "./exceptions.js";

/** Whether an exception is one of a rule of a checker, for the construct at a path. */
function applies(exception: Exception, rule: string, path: string): boolean {
  // cdk-nag writes what it found behind the rule, as in AwsSolutions-IAM5[Resource::*].
  const plain = rule.replace(/\[.*$/s, "");
  return exception.rules.includes(plain) && exception.where.test(path);
}

/** The rules of AWS's solutions library, but for the exceptions. */
export class Nag extends AwsSolutionsChecks {
  override validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const report = super.validate(context);
    const violations = report.violations
      .map((violation) => ({
        ...violation,
        violatingResources: violation.violatingResources.filter(
          ({ constructPath }) => !EXCEPTIONS.some((it) => applies(it, violation.ruleName, constructPath ?? "")),
        ),
      }))
      .filter(({ violatingResources }) => violatingResources.length > 0);
    return { ...report, success: violations.length === 0, violations };
  }
}

/** Writes the exceptions that concern a resource where checkov and cfn-lint look for them. */
class TellCheckers implements IAspect {
  visit(node: IConstruct): void {
    if (!CfnResource.isCfnResource(node)) return;
    // Those about everything are told by scripts/check.mjs.
    const concerning = EXCEPTIONS.filter(({ where }) => where !== EVERYTHING && where.test(node.node.path));
    const skip = concerning.flatMap(({ rules, reason }) =>
      rules.filter((rule) => rule.startsWith("CKV")).map((id) => ({ id, comment: reason })),
    );
    if (skip.length > 0) node.addMetadata("checkov", { skip });
    const ignored = concerning.flatMap(({ rules }) => rules.filter((rule) => /^[EIW][0-9]{4}$/.test(rule)));
    if (ignored.length > 0) node.addMetadata("cfn-lint", { config: { ignore_checks: ignored } });
  }
}

/** Has the templates of an app carry the exceptions to what checkers ask. */
export function tellCheckers(app: App): void {
  Aspects.of(app).add(new TellCheckers());
}
