import { CfnIdentityPool, CfnIdentityPoolRoleAttachment } from "aws-cdk-lib/aws-cognito";
import { Role, WebIdentityPrincipal } from "aws-cdk-lib/aws-iam";
import { CfnAppMonitor } from "aws-cdk-lib/aws-rum";
import { Stack } from "aws-cdk-lib";
import { Construct } from "constructs";
import { allow } from "../compute/function.js";
import type { Environment } from "../environment.js";
import { named } from "../names.js";

/** Takes what browsers measure (LCP, INP, CLS) of one visit in ten; no cookies, so nobody is followed. */
export class RealUsers extends Construct {
  constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id);
    const name = named(environment, "browsers");
    const stack = Stack.of(this);
    const visitors = new CfnIdentityPool(this, "visitors", { identityPoolName: name, allowUnauthenticatedIdentities: true, allowClassicFlow: false });
    const role = new Role(this, "visitor", {
      roleName: name,
      assumedBy: new WebIdentityPrincipal("cognito-identity.amazonaws.com", {
        StringEquals: { "cognito-identity.amazonaws.com:aud": visitors.ref },
        "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "unauthenticated" },
      }),
    });
    role.addToPolicy(allow(["rum:PutRumEvents"], `arn:${stack.partition}:rum:${stack.region}:${stack.account}:appmonitor/${name}`));
    new CfnIdentityPoolRoleAttachment(this, "visitors-role", { identityPoolId: visitors.ref, roles: { unauthenticated: role.roleArn } });
    new CfnAppMonitor(this, "monitor", {
      name,
      domain: environment.domain.name,
      cwLogEnabled: false,
      appMonitorConfiguration: {
        allowCookies: false,
        enableXRay: false,
        sessionSampleRate: 0.1,
        telemetries: ["performance", "errors"],
        identityPoolId: visitors.ref,
        guestRoleArn: role.roleArn,
      },
    });
  }
}
