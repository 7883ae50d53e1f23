//! A user pool as the product needs it.

use aws_sdk_cognitoidentityprovider::{
    Client,
    types::{
        ExplicitAuthFlowsType, PasswordPolicyType, PreventUserExistenceErrorTypes,
        SoftwareTokenMfaConfigType, UserPoolMfaType, UserPoolPolicyType, VerifiedAttributeType,
    },
};
use durbar_domain::account::Role;
use strum::VariantArray as _;

/// A pool, and its app client.
#[derive(Debug, Clone)]
pub struct UserPool {
    pub id: String,
    pub client_id: String,
    pub client_secret: Option<String>,
}

/// Makes a user pool with a group for each role and an app client that has a secret.
///
/// # Panics
/// When that is refused.
pub async fn user_pool(client: &Client) -> UserPool {
    let policy = PasswordPolicyType::builder()
        .minimum_length(12)
        .require_lowercase(false)
        .require_uppercase(false)
        .require_numbers(false)
        .require_symbols(false)
        .build();
    let pool = client
        .create_user_pool()
        .pool_name("durbar")
        .auto_verified_attributes(VerifiedAttributeType::Email)
        .policies(
            UserPoolPolicyType::builder()
                .password_policy(policy)
                .build(),
        )
        .send()
        .await
        .expect("a user pool");
    let pool = pool.user_pool().and_then(|it| it.id()).expect("its id");
    client
        .set_user_pool_mfa_config()
        .user_pool_id(pool)
        .software_token_mfa_configuration(
            SoftwareTokenMfaConfigType::builder().enabled(true).build(),
        )
        .mfa_configuration(UserPoolMfaType::Optional)
        .send()
        .await
        .expect("a second factor for all who want it");
    for role in Role::VARIANTS {
        let group = client
            .create_group()
            .user_pool_id(pool)
            .group_name(role.key());
        group.send().await.expect("a group");
    }
    let app = client
        .create_user_pool_client()
        .user_pool_id(pool)
        .client_name("durbar-web")
        .generate_secret(true)
        .explicit_auth_flows(ExplicitAuthFlowsType::AllowUserPasswordAuth)
        .explicit_auth_flows(ExplicitAuthFlowsType::AllowRefreshTokenAuth)
        .prevent_user_existence_errors(PreventUserExistenceErrorTypes::Enabled)
        .send()
        .await
        .expect("an app client");
    let app = app.user_pool_client().expect("an app client");
    UserPool {
        id: pool.to_owned(),
        client_id: app.client_id().expect("its id").to_owned(),
        client_secret: app.client_secret().map(str::to_owned),
    }
}
