//! How the AWS SDK clients of both modes behave: how long they wait and how often they try.

use crate::{Objects, Table, objects::BucketNames, trace::Calls};
use aws_config::{SdkConfig, retry::RetryConfig, timeout::TimeoutConfig};
use std::time::Duration;

/// Attempts of one call, the first included.
const ATTEMPTS: u32 = 4;
const FIRST_BACK_OFF: Duration = Duration::from_millis(50);
const LONGEST_BACK_OFF: Duration = Duration::from_secs(2);

/// Tries again a bounded number of times, with jitter, after throttling and after errors
/// of network and server.
pub(crate) fn retries() -> RetryConfig {
    RetryConfig::standard()
        .with_max_attempts(ATTEMPTS)
        .with_initial_backoff(FIRST_BACK_OFF)
        .with_max_backoff(LONGEST_BACK_OFF)
}

/// Bounds for a call to the table: a visitor waits for no service longer than this.
pub(crate) fn timeouts() -> TimeoutConfig {
    bounds(Duration::from_secs(5), Duration::from_secs(15))
}

/// Bounds for one attempt and for all attempts of a call.
fn bounds(attempt: Duration, call: Duration) -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(Duration::from_secs(2))
        .operation_attempt_timeout(attempt)
        .operation_timeout(call)
        .build()
}

/// Where the table and the buckets are.
pub(crate) struct Names {
    pub table: String,
    pub buckets: BucketNames,
    /// Addresses other than those of AWS.
    pub table_endpoint: Option<String>,
    pub objects_endpoint: Option<String>,
}

/// Table and objects on clients made from `config`.
pub(crate) fn connect(config: &SdkConfig, names: Names) -> (Table, Objects) {
    let mut table = aws_sdk_dynamodb::config::Builder::from(config);
    table.set_endpoint_url(
        names
            .table_endpoint
            .clone()
            .or_else(|| config.endpoint_url().map(str::to_owned)),
    );
    let mut objects = aws_sdk_s3::config::Builder::from(config);
    objects.set_endpoint_url(
        names
            .objects_endpoint
            .clone()
            .or_else(|| config.endpoint_url().map(str::to_owned)),
    );
    // A large upload takes its time.
    objects.set_timeout_config(Some(bounds(
        Duration::from_secs(60),
        Duration::from_secs(180),
    )));
    // Only AWS itself resolves a host name for each bucket.
    objects.set_force_path_style(Some(
        names.objects_endpoint.is_some() || config.endpoint_url().is_some(),
    ));
    let table = Table::new(
        aws_sdk_dynamodb::Client::from_conf(table.interceptor(Calls).build()),
        names.table,
    );
    let objects = Objects::new(
        aws_sdk_s3::Client::from_conf(objects.interceptor(Calls).build()),
        names.buckets,
    );
    (table, objects)
}
