//! AWS mode: the same clients, on what the environment says.

use crate::{
    Platform, PlatformError, Table, clients,
    identity::{Cognito, cognito::CognitoSettings},
    objects::BucketNames,
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
/// When the table doesn't answer.
pub async fn identity(table: &Table, settings: CognitoSettings) -> Result<Cognito, PlatformError> {
    let config = load(settings.region().map(str::to_owned)).await;
    let client = aws_sdk_cognitoidentityprovider::Client::new(&config);
    Cognito::open(table, client, settings).await
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
