import assert from "node:assert/strict";
import { test } from "node:test";
import { Match } from "aws-cdk-lib/assertions";
import { GROUPS, SOCIAL_CALLBACK } from "../../lib/stacks/identity.js";
import { dev, of, prod, productFile, resourcesOf } from "../synthesis.js";

const identity = () => of(prod(), "identity");

test("the user pool is as docs/security.md asks", () => {
  identity().hasResourceProperties("AWS::Cognito::UserPool", {
    AliasAttributes: Match.absent(),
    UsernameAttributes: Match.absent(),
    AutoVerifiedAttributes: ["email"],
    MfaConfiguration: "OPTIONAL",
    EnabledMfas: ["SOFTWARE_TOKEN_MFA"],
    Policies: { PasswordPolicy: Match.objectLike({ MinimumLength: 12, RequireNumbers: false, RequireSymbols: false }) },
    DeletionProtection: "ACTIVE",
  });
  identity().hasResourceProperties("AWS::Cognito::UserPoolClient", {
    GenerateSecret: true,
    ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    PreventUserExistenceErrors: "ENABLED",
    EnableTokenRevocation: true,
    AccessTokenValidity: 15,
    RefreshTokenValidity: 90 * 24 * 60,
    AuthSessionValidity: 10,
  });
});

test("there is a group for each role", () => {
  const roles = productFile("crates", "domain", "src", "account", "role.rs");
  for (const group of GROUPS) {
    assert.match(roles, new RegExp(`\\b${group}\\b`, "i"));
    identity().hasResourceProperties("AWS::Cognito::UserPoolGroup", { GroupName: group });
  }
});

test("other providers come back to the server, and are not there unless asked for", () => {
  assert.ok(productFile("server", "src", "http", "social.rs").includes(`"${SOCIAL_CALLBACK}"`));
  identity().hasResourceProperties("AWS::Cognito::UserPoolClient", {
    CallbackURLs: [`https://durbar.example${SOCIAL_CALLBACK}`],
    SupportedIdentityProviders: ["COGNITO", "Google", "SignInWithApple", "Facebook"],
    AllowedOAuthFlows: ["code"],
  });
  identity().resourceCountIs("AWS::Cognito::UserPoolIdentityProvider", 3);
  identity().resourceCountIs("AWS::Cognito::UserPoolDomain", 1);
  of(dev(), "identity").resourceCountIs("AWS::Cognito::UserPoolDomain", 0);
});

test("guests read public objects and nothing else", () => {
  identity().hasResourceProperties("AWS::Cognito::IdentityPool", { AllowUnauthenticatedIdentities: true, AllowClassicFlow: false });
  const policy = resourcesOf(identity()).find(({ type, id }) => type === "AWS::IAM::Policy" && id.startsWith("guest"));
  const { Statement } = policy?.properties["PolicyDocument"] as unknown as { Statement: { Action: string }[] };
  assert.deepEqual(Statement.map(({ Action }) => Action), ["s3:GetObject", "kms:Decrypt"]);
});
