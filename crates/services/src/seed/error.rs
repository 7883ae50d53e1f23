//! Why seeding stopped.

use durbar_domain::FieldError;
use durbar_platform::PlatformError;
use std::path::PathBuf;

/// Why the demo market could not be read or written. Files are named as under the seed folder.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    #[error("cannot read {}: {source}", path.display())]
    Read {
        path: PathBuf,
        source: std::io::Error,
    },
    #[error("{file} is not what a seed file looks like: {source}")]
    Toml {
        file: String,
        source: Box<toml::de::Error>,
    },
    #[error("{file} is not a manifest of pictures: {source}")]
    Json {
        file: String,
        source: serde_json::Error,
    },
    /// A value that the domain doesn't accept.
    #[error("{file}: {error}")]
    Field { file: String, error: FieldError },
    /// A name that nothing else in the seed folder has.
    #[error("{file}: {field} names {value:?}, which is not there")]
    Unknown {
        file: String,
        field: &'static str,
        value: String,
    },
    #[error("{file}: the key {key:?} is used twice")]
    Duplicate { file: String, key: String },
    #[error("the demo market could not be written")]
    Platform(#[from] PlatformError),
}
