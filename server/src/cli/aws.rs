//! What AWS mode has to know.

use clap::Args;
use durbar_platform::{
    aws::{self, AwsConfig},
    features::AppConfigProfile,
    objects::BucketNames,
};
use durbar_services::Features;

/// Seven years.
const AUDIT_LOCK_DAYS: u32 = 2_557;

/// Flags for AWS mode. Credentials come from where the AWS SDK looks for them.
#[derive(Debug, Clone, Args)]
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
    /// Bucket for papers that only the administration sees
    #[arg(long, env = "DURBAR_PRIVATE_PAPERS_BUCKET", value_name = "NAME")]
    pub private_papers_bucket: Option<String>,
    /// Bucket with Object Lock for the chain of the audit trail
    #[arg(long, env = "DURBAR_AUDIT_BUCKET", value_name = "NAME")]
    pub audit_bucket: Option<String>,
    /// For how many days nobody, not even the account's owner, can delete what is put there
    #[arg(long, env = "DURBAR_AUDIT_LOCK_DAYS", value_name = "DAYS", default_value_t = AUDIT_LOCK_DAYS,
        value_parser = clap::value_parser!(u32).range(1..=36_500))]
    pub audit_lock_days: u32,
    /// Where AWS AppConfig holds the switches of features; without it admins set them on the site
    #[arg(
        long,
        env = "DURBAR_FEATURE_FLAGS",
        value_name = "APPLICATION/ENVIRONMENT/PROFILE"
    )]
    pub feature_flags: Option<AppConfigProfile>,
    /// Another address for DynamoDB, for tests against an emulator
    #[arg(long, env = "DURBAR_TABLE_ENDPOINT", value_name = "URL")]
    pub table_endpoint: Option<String>,
    /// Another address for S3, for tests against an emulator
    #[arg(long, env = "DURBAR_OBJECTS_ENDPOINT", value_name = "URL")]
    pub objects_endpoint: Option<String>,
}

impl AwsArguments {
    /// Switches of features that AWS AppConfig holds; `None` where admins set them.
    pub async fn features(&self) -> Option<Features> {
        let place = self.feature_flags.clone()?;
        let flags = aws::app_config(place, self.aws_region.clone()).await;
        Some(Features::in_app_config(flags))
    }

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
                private_papers: needed(
                    &self.private_papers_bucket,
                    "--private-papers-bucket",
                    "DURBAR_PRIVATE_PAPERS_BUCKET",
                )?,
                audit: needed(&self.audit_bucket, "--audit-bucket", "DURBAR_AUDIT_BUCKET")?,
            },
            audit_lock_days: self.audit_lock_days,
            table_endpoint: self.table_endpoint.clone(),
            objects_endpoint: self.objects_endpoint.clone(),
        })
    }
}
