//! Clients for the services in this process.

use crate::{clients, objects::BucketNames};
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_s3::config::{Credentials, SharedCredentialsProvider};
use rand::{Rng, distr::Alphanumeric};

/// Name of the table in embedded mode.
const TABLE: &str = "durbar";
/// The region calls are signed for; the one the product runs in.
const REGION: &str = "ap-south-1";

/// Credentials that nothing outside this process knows.
pub(super) fn random_credentials() -> Credentials {
    let mut random = rand::rng();
    let mut word = |length| -> String {
        (&mut random)
            .sample_iter(Alphanumeric)
            .take(length)
            .map(char::from)
            .collect()
    };
    Credentials::new(word(20), word(40), None, None, "embedded")
}

/// Clients for loopback: without TLS.
pub(crate) fn sdk_config(credentials: Credentials) -> SdkConfig {
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(REGION))
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .retry_config(clients::retries())
        .timeout_config(clients::timeouts())
        .build()
}

pub(super) fn names(table_address: &str, objects_address: &str) -> clients::Names {
    clients::Names {
        table: TABLE.to_owned(),
        buckets: BucketNames {
            raw_uploads: "raw-uploads".to_owned(),
            public_media: "public-media".to_owned(),
            premium_media: "premium-media".to_owned(),
            private_papers: "private-papers".to_owned(),
            audit: "audit".to_owned(),
        },
        table_endpoint: Some(table_address.to_owned()),
        objects_endpoint: Some(objects_address.to_owned()),
    }
}
