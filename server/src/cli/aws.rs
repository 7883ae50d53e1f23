//! What AWS mode has to know.

use clap::Args;
use durbar_platform::{aws::AwsConfig, objects::BucketNames};

/// Flags for AWS mode. Credentials come from where the AWS SDK looks for them.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "AWS mode")]
pub struct AwsArguments {
    /// Region [default: the environment's]
    #[arg(long, env = "DURBAR_AWS_REGION", value_name = "REGION")]
    pub aws_region: Option<String>,
    /// Name of the table
    #[arg(long, env = "DURBAR_TABLE", value_name = "NAME")]
    pub table: Option<String>,
    /// Bucket for what people upload
    #[arg(long, env = "DURBAR_RAW_UPLOADS_BUCKET", value_name = "NAME")]
    pub raw_uploads_bucket: Option<String>,
    /// Bucket for what anyone may fetch
    #[arg(long, env = "DURBAR_PUBLIC_MEDIA_BUCKET", value_name = "NAME")]
    pub public_media_bucket: Option<String>,
    /// Bucket for what only a signed address opens
    #[arg(long, env = "DURBAR_PREMIUM_MEDIA_BUCKET", value_name = "NAME")]
    pub premium_media_bucket: Option<String>,
    /// Another address for DynamoDB, for tests against an emulator
    #[arg(long, env = "DURBAR_TABLE_ENDPOINT", value_name = "URL")]
    pub table_endpoint: Option<String>,
    /// Another address for S3, for tests against an emulator
    #[arg(long, env = "DURBAR_OBJECTS_ENDPOINT", value_name = "URL")]
    pub objects_endpoint: Option<String>,
}

impl AwsArguments {
    pub(super) fn config(&self) -> Result<AwsConfig, String> {
        let needed = |value: &Option<String>, flag: &str, variable: &str| {
            let value = value.clone().filter(|name| !name.trim().is_empty());
            value.ok_or_else(|| format!("--mode aws needs {flag} (or {variable})"))
        };
        Ok(AwsConfig {
            region: self.aws_region.clone(),
            table: needed(&self.table, "--table", "DURBAR_TABLE")?,
            buckets: BucketNames {
                raw_uploads: needed(
                    &self.raw_uploads_bucket,
                    "--raw-uploads-bucket",
                    "DURBAR_RAW_UPLOADS_BUCKET",
                )?,
                public_media: needed(
                    &self.public_media_bucket,
                    "--public-media-bucket",
                    "DURBAR_PUBLIC_MEDIA_BUCKET",
                )?,
                premium_media: needed(
                    &self.premium_media_bucket,
                    "--premium-media-bucket",
                    "DURBAR_PREMIUM_MEDIA_BUCKET",
                )?,
            },
            table_endpoint: self.table_endpoint.clone(),
            objects_endpoint: self.objects_endpoint.clone(),
        })
    }
}
