import { Duration, SecretValue, Stack, type StackProps } from "aws-cdk-lib";
import {
  AccountRecovery,
  CfnIdentityPool,
  CfnIdentityPoolRoleAttachment,
  CfnUserPoolGroup,
  FeaturePlan,
  Mfa,
  ProviderAttribute,
  UserPool,
  UserPoolClient,
  UserPoolClientIdentityProvider,
  type UserPoolDomain,
  UserPoolIdentityProviderApple,
  UserPoolIdentityProviderFacebook,
  UserPoolIdentityProviderGoogle,
  OAuthScope,
} from "aws-cdk-lib/aws-cognito";
import { PolicyStatement, Role, WebIdentityPrincipal } from "aws-cdk-lib/aws-iam";
import type { Construct, IDependable } from "constructs";
import { type Environment, removalOf, type SocialProvider } from "../environment.js";
import { named } from "../names.js";
import type { DataStack } from "./data.js";

/** The roles of `durbar_domain::account::Role`: a group each. */
export const GROUPS = ["buyer", "seller", "broker", "admin", "investor"] as const;
/** Where people come back to from other providers: `SOCIAL_CALLBACK` of the server. */
export const SOCIAL_CALLBACK = "/account/social/callback";

/** Who somebody is: the user pool as docs/security.md asks for it, and a role for guests. */
export class IdentityStack extends Stack {
  readonly pool: UserPool;
  readonly client: UserPoolClient;
  readonly domain: UserPoolDomain | undefined;

  constructor(scope: Construct, id: string, props: StackProps & { environment: Environment; data: DataStack }) {
    super(scope, id, props);
    const { environment, data } = props;
    this.pool = new UserPool(this, "pool", {
      userPoolName: named(environment, "people"),
      // Names of users are our own identifiers: an address is nobody's before it is confirmed.
      signInAliases: { username: true },
      selfSignUpEnabled: true,
      standardAttributes: { email: { required: true, mutable: true } },
      autoVerify: { email: true },
      passwordPolicy: {
        minLength: 12,
        requireDigits: false,
        requireLowercase: false,
        requireSymbols: false,
        requireUppercase: false,
        tempPasswordValidity: Duration.days(1),
      },
      // Brokers and admins have no powers without it, which the product's policy sees to.
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      featurePlan: FeaturePlan.ESSENTIALS,
      deletionProtection: environment.keepsData,
      removalPolicy: removalOf(environment),
    });
    GROUPS.forEach((groupName, index) => {
      new CfnUserPoolGroup(this, `${groupName}-group`, { userPoolId: this.pool.userPoolId, groupName, precedence: index });
    });
    const providers = environment.socialProviders.map((name) => addProvider(this, environment, this.pool, name));
    const isSocial = providers.length > 0;
    this.domain = isSocial
      ? this.pool.addDomain("hosted-ui", { cognitoDomain: { domainPrefix: `${named(environment, "people")}-${environment.account}` } })
      : undefined;
    this.client = this.pool.addClient("server", {
      userPoolClientName: "server",
      generateSecret: true,
      authFlows: { userPassword: true },
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      accessTokenValidity: Duration.minutes(15),
      idTokenValidity: Duration.minutes(15),
      refreshTokenValidity: Duration.days(90),
      authSessionValidity: Duration.minutes(10),
      disableOAuth: !isSocial,
      ...(isSocial && {
        oAuth: {
          flows: { authorizationCodeGrant: true },
          scopes: [OAuthScope.OPENID, OAuthScope.EMAIL, OAuthScope.PROFILE],
          callbackUrls: [`https://${environment.domain.name}${SOCIAL_CALLBACK}`],
        },
      }),
      supportedIdentityProviders: [
        UserPoolClientIdentityProvider.COGNITO,
        ...environment.socialProviders.map((name) => UserPoolClientIdentityProvider.custom(NAMES[name])),
      ],
    });
    this.client.node.addDependency(...providers);
    this.addGuests(environment, data);
  }

  /** Guests may read what is public, and nothing else. */
  private addGuests(environment: Environment, data: DataStack): void {
    const guests = new CfnIdentityPool(this, "guests", {
      identityPoolName: named(environment, "guests"),
      allowUnauthenticatedIdentities: true,
      allowClassicFlow: false,
    });
    const guest = new Role(this, "guest", {
      roleName: named(environment, "guest"),
      assumedBy: new WebIdentityPrincipal("cognito-identity.amazonaws.com", {
        StringEquals: { "cognito-identity.amazonaws.com:aud": guests.ref },
        "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "unauthenticated" },
      }),
      maxSessionDuration: Duration.hours(1),
    });
    guest.addToPolicy(new PolicyStatement({ actions: ["s3:GetObject"], resources: [data.publicMedia.arnForObjects("*")] }));
    guest.addToPolicy(
      new PolicyStatement({
        actions: ["kms:Decrypt"],
        resources: [data.keys["public-media"].keyArn],
        conditions: { StringEquals: { "kms:ViaService": `s3.${environment.region}.amazonaws.com` } },
      }),
    );
    new CfnIdentityPoolRoleAttachment(this, "guest-role", {
      identityPoolId: guests.ref,
      roles: { unauthenticated: guest.roleArn },
    });
  }
}

const NAMES: Record<SocialProvider, string> = { google: "Google", apple: "SignInWithApple", facebook: "Facebook" };

/**
 * Another provider. What it gave us is in a secret that is written by hand once, before the first
 * deployment: durbar/ENVIRONMENT/google (client_id, client_secret), …/apple (client_id, team_id,
 * key_id, private_key), …/facebook (client_id, client_secret).
 */
function addProvider(scope: Construct, environment: Environment, userPool: UserPool, name: SocialProvider): IDependable {
  const secret = (field: string) => SecretValue.secretsManager(`durbar/${environment.name}/${name}`, { jsonField: field });
  // Resolved by CloudFormation as it deploys: the template holds a reference.
  const plain = (field: string) => secret(field).unsafeUnwrap();
  switch (name) {
    case "google":
      return new UserPoolIdentityProviderGoogle(scope, name, {
        userPool,
        clientId: plain("client_id"),
        clientSecretValue: secret("client_secret"),
        scopes: ["openid", "email", "profile"],
        attributeMapping: { email: ProviderAttribute.GOOGLE_EMAIL, fullname: ProviderAttribute.GOOGLE_NAME },
      });
    case "apple":
      return new UserPoolIdentityProviderApple(scope, name, {
        userPool,
        clientId: plain("client_id"),
        teamId: plain("team_id"),
        keyId: plain("key_id"),
        privateKeyValue: secret("private_key"),
        scopes: ["email", "name"],
        attributeMapping: { email: ProviderAttribute.APPLE_EMAIL, fullname: ProviderAttribute.APPLE_NAME },
      });
    case "facebook":
      return new UserPoolIdentityProviderFacebook(scope, name, {
        userPool,
        clientId: plain("client_id"),
        clientSecret: plain("client_secret"),
        scopes: ["email", "public_profile"],
        attributeMapping: { email: ProviderAttribute.FACEBOOK_EMAIL, fullname: ProviderAttribute.FACEBOOK_NAME },
      });
  }
}
