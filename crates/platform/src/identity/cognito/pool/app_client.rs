//! The app client that the program is.

use super::CognitoSettings;
use crate::PlatformError;
use aws_sdk_cognitoidentityprovider::Client;

/// The app client's secret, by the pool itself; `None` when it was made without one.
///
/// # Errors
/// When the pool doesn't answer, has no such app client, or may not tell the program of it.
pub async fn app_client_secret(
    client: &Client,
    settings: &CognitoSettings,
) -> Result<Option<String>, PlatformError> {
    let described = client
        .describe_user_pool_client()
        .user_pool_id(&settings.user_pool_id)
        .client_id(&settings.client_id)
        .send()
        .await
        .map_err(|error| PlatformError::service("DescribeUserPoolClient", error))?;
    let app_client = described.user_pool_client();
    Ok(app_client
        .and_then(|it| it.client_secret())
        .map(str::to_owned))
}
