//! AWS mode: the same clients, on what the environment says.

use crate::{
    Platform, PlatformError, Table, clients,
    features::{AppConfigFlags, AppConfigProfile},
    identity::{
        Cognito,
        cognito::{self, CognitoSettings},
    },
    objects::BucketNames,
    signer::KeySecret,
    trace::Calls,
};
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_smithy_http_client::tls::{self, rustls_provider::CryptoMode};
use aws_smithy_runtime_api::client::http::SharedHttpClient;

/// What AWS mode has to know. Credentials come from where the AWS SDK looks for them:
/// environment, profile, web identity, container, instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AwsConfig {
    /// As in `ap-south-1`; `None` takes it from the environment.
    pub region: Option<String>,
    pub table: String,
    pub buckets: BucketNames,
    /// For how many days what is in the audit bucket can't be deleted.
    pub audit_lock_days: u32,
    /// Another address than that of AWS, as a test against an emulator needs.
    pub table_endpoint: Option<String>,
    pub objects_endpoint: Option<String>,
}

/// What AWS clients send their calls with.
pub fn http_client() -> SharedHttpClient {
    aws_smithy_http_client::Builder::new()
        .tls_provider(tls::Provider::Rustls(CryptoMode::Ring))
        .build_https()
}

async fn load(region: Option<String>) -> SdkConfig {
    let loader = aws_config::defaults(BehaviorVersion::latest())
        .http_client(http_client())
        .retry_config(clients::retries())
        .timeout_config(clients::timeouts());
    let loader = match region {
        Some(region) => loader.region(Region::new(region)),
        None => loader,
    };
    loader.load().await
}

/// The identity provider over a user pool in AWS, in the region its identifier names.
///
/// # Errors
/// When the table doesn't answer, or the pool doesn't tell the app client's secret that isn't
/// set.
pub async fn identity(table: &Table, settings: CognitoSettings) -> Result<Cognito, PlatformError> {
    let config = load(settings.region().map(str::to_owned)).await;
    let mut users = aws_sdk_cognitoidentityprovider::config::Builder::from(&config);
    if let Some(endpoint) = &settings.endpoint {
        users.set_endpoint_url(Some(endpoint.clone()));
    }
    let users = users.interceptor(Calls).build();
    let client = aws_sdk_cognitoidentityprovider::Client::from_conf(users);
    let client_secret = match &settings.client_secret {
        Some(secret) => Some(secret.clone()),
        None => cognito::app_client_secret(&client, &settings).await?,
    };
    let settings = CognitoSettings {
        client_secret,
        ..settings
    };
    Cognito::open(table, client, settings).await
}

/// A secret with the keys that sign premium media, by its name or its ARN. It is looked for where
/// the ARN says, else in this region, else in the environment's.
pub async fn key_secret(name: &str, region: Option<String>) -> KeySecret {
    let config = load(region_of(name).map(str::to_owned).or(region)).await;
    KeySecret::new(aws_sdk_secretsmanager::Client::new(&config), name)
}

/// The switches of features in AWS AppConfig, in this region or the environment's.
pub async fn app_config(place: AppConfigProfile, region: Option<String>) -> AppConfigFlags {
    let config = load(region).await;
    AppConfigFlags::new(aws_sdk_appconfigdata::Client::new(&config), place)
}

/// The region that an ARN names, as in `arn:aws:secretsmanager:ap-south-1:…`.
fn region_of(arn: &str) -> Option<&str> {
    let mut parts = arn.split(':');
    (parts.next() == Some("arn")).then_some(())?;
    parts.nth(2).filter(|region| !region.is_empty())
}

/// Table and objects in AWS. Nothing is called yet: see [`Platform::check`].
pub async fn connect(config: AwsConfig) -> Platform {
    let names = clients::Names {
        table: config.table,
        buckets: config.buckets,
        table_endpoint: config.table_endpoint,
        objects_endpoint: config.objects_endpoint,
    };
    let (table, objects) = clients::connect(&load(config.region).await, names);
    Platform { table, objects }
}

#[cfg(test)]
mod tests {
    use super::region_of;

    #[test]
    fn an_arn_names_its_region() {
        let arn = "arn:aws:secretsmanager:ap-south-1:123456789012:secret:durbar/keys-AbCdEf";
        assert_eq!(region_of(arn), Some("ap-south-1"));
        for name in ["durbar/keys", "arn", "arn:aws:secretsmanager::1:secret:a"] {
            assert_eq!(region_of(name), None, "{name}");
        }
    }
}
