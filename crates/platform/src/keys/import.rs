//! Keys of what is known of imported homes.

use super::Digest;
use durbar_domain::ImportId;

/// The key of an item about imports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ImportKey {
    /// What became of a row, by source and legacy identifier.
    Record(Digest),
    /// How far the import of a file has come, by the file and how it is read.
    Checkpoint(Digest),
    /// An import in a browser.
    Run(ImportId),
}

const METADATA: &str = "METADATA";
const RECORD: &str = "IMPORT";
const CHECKPOINT: &str = "IMPORTRUN";
const RUNS: &str = "IMPORTS#ALL";

impl ImportKey {
    /// Of the row that a source calls `legacy_id`.
    pub fn record(source: &str, legacy_id: &str) -> Self {
        Self::Record(crate::imports::row_digest(source, legacy_id))
    }

    /// `PK` of all imports in browsers: a few a month.
    pub fn runs_partition() -> String {
        RUNS.to_owned()
    }

    pub(super) fn partition(&self) -> String {
        match self {
            Self::Run(_) => RUNS.to_owned(),
            Self::Record(digest) => format!("{RECORD}#{digest}"),
            Self::Checkpoint(digest) => format!("{CHECKPOINT}#{digest}"),
        }
    }

    pub(super) fn sort(&self) -> String {
        match self {
            Self::Run(id) => id.to_string(),
            _ => METADATA.to_owned(),
        }
    }

    pub(super) fn read(partition: &str, sort: &str) -> Option<Self> {
        if partition == RUNS {
            return Some(Self::Run(sort.parse().ok()?));
        }
        let (kind, digest) = partition.split_once('#')?;
        let digest = digest.parse().ok()?;
        match (kind, sort) {
            (RECORD, METADATA) => Some(Self::Record(digest)),
            (CHECKPOINT, METADATA) => Some(Self::Checkpoint(digest)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::PrimaryKey;

    #[test]
    fn keys_are_read_back_and_differ_by_source_and_identifier() {
        let digest = Digest::of(b"a file");
        let run = ImportKey::Run(ImportId::from_parts(1, 2));
        for key in [
            ImportKey::Record(digest),
            ImportKey::Checkpoint(digest),
            run,
        ] {
            let key = PrimaryKey::Import(key);
            assert_eq!(PrimaryKey::parse(&key.partition(), &key.sort()), Ok(key));
        }
        let pairs = [("a", "b1"), ("ab", "1"), ("a", "b"), ("b", "a")];
        let keys: std::collections::HashSet<_> = pairs
            .iter()
            .map(|(source, id)| ImportKey::record(source, id))
            .collect();
        assert_eq!(keys.len(), pairs.len());
        assert!(PrimaryKey::parse("IMPORT#1", "METADATA").is_err());
        assert!(PrimaryKey::parse(&format!("IMPORT#{digest}"), "OTHER").is_err());
    }
}
