//! AWS mode: the same clients, on what the environment says.

use crate::{Platform, clients, objects::BucketNames};
use aws_config::{BehaviorVersion, Region};
use aws_smithy_http_client::tls::{self, rustls_provider::CryptoMode};

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

/// Table and objects in AWS. Nothing is called yet: see [`Platform::check`].
pub async fn connect(config: AwsConfig) -> Platform {
    let client = aws_smithy_http_client::Builder::new();
    let client = client
        .tls_provider(tls::Provider::Rustls(CryptoMode::Ring))
        .build_https();
    let loader = aws_config::defaults(BehaviorVersion::latest())
        .http_client(client)
        .retry_config(clients::retries())
        .timeout_config(clients::timeouts());
    let loader = match config.region {
        Some(region) => loader.region(Region::new(region)),
        None => loader,
    };
    let names = clients::Names {
        table: config.table,
        buckets: config.buckets,
        table_endpoint: config.table_endpoint,
        objects_endpoint: config.objects_endpoint,
    };
    let (table, objects) = clients::connect(&loader.load().await, names);
    Platform { table, objects }
}
