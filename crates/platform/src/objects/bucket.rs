//! The buckets.

use serde::Serialize;

/// A bucket by its use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bucket {
    /// What people upload, before anything has looked at it.
    RawUploads,
    /// What anyone may fetch.
    PublicMedia,
    /// What only a signed address opens.
    PremiumMedia,
    /// Papers that brokers show to the administration alone.
    PrivatePapers,
    /// The chain of the audit trail, outside the table.
    Audit,
}

impl Bucket {
    pub const ALL: [Bucket; 5] = [
        Bucket::RawUploads,
        Bucket::PublicMedia,
        Bucket::PremiumMedia,
        Bucket::PrivatePapers,
        Bucket::Audit,
    ];

    /// What it is called in messages, and in embedded mode.
    pub fn name(self) -> &'static str {
        match self {
            Self::RawUploads => "raw-uploads",
            Self::PublicMedia => "public-media",
            Self::PremiumMedia => "premium-media",
            Self::PrivatePapers => "private-papers",
            Self::Audit => "audit",
        }
    }

    /// `Cache-Control` of what is put here. Keys of media name their content's making, so an
    /// object is never changed under its key.
    pub(super) fn cache_control(self) -> &'static str {
        match self {
            Self::RawUploads | Self::PrivatePapers | Self::Audit => "no-store",
            Self::PublicMedia => "public, max-age=31536000, immutable",
            Self::PremiumMedia => "private, max-age=31536000, immutable",
        }
    }
}

/// Names of the buckets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BucketNames {
    pub raw_uploads: String,
    pub public_media: String,
    pub premium_media: String,
    pub private_papers: String,
    pub audit: String,
}

impl BucketNames {
    pub(super) fn get(&self, bucket: Bucket) -> &str {
        match bucket {
            Bucket::RawUploads => &self.raw_uploads,
            Bucket::PublicMedia => &self.public_media,
            Bucket::PremiumMedia => &self.premium_media,
            Bucket::PrivatePapers => &self.private_papers,
            Bucket::Audit => &self.audit,
        }
    }
}
