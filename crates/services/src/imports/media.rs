//! Files that rows name: at addresses, or below a folder beside the list.

use super::{ImportError, mapping::MediaRule, source::LIST};
use crate::media::named_key;
use durbar_domain::{FieldError, error::Problem, media_reference::MediaReference};
use durbar_platform::{Objects, fetch::Fetcher, keys::Digest, media::NamedFile, objects::Bucket};
use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

/// The most files of a home.
const FILES: usize = 60;
/// What a file is called until the pipeline has looked at it.
const UNKNOWN_TYPE: &str = "application/octet-stream";

/// Reads which files a row names, and brings those of the folder on their way. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct MediaReader {
    rule: Arc<MediaRule>,
    /// Where no link leads on: what lies below it in truth is taken, and nothing else.
    folder: Option<PathBuf>,
    fetcher: Fetcher,
}

/// A file below the folder.
struct Found {
    path: PathBuf,
    bytes: u64,
}

impl MediaReader {
    /// Looks where the folder is.
    ///
    /// # Errors
    /// When it isn't there.
    pub fn open(rule: &MediaRule, fetcher: Fetcher) -> Result<Self, ImportError> {
        let open = |path: &PathBuf| {
            path.canonicalize().map_err(|source| ImportError::Read {
                path: path.clone(),
                source,
            })
        };
        Ok(Self {
            folder: rule.folder.as_ref().map(open).transpose()?,
            rule: Arc::new(rule.clone()),
            fetcher,
        })
    }

    /// The files that a row names, each once, in the order of the columns.
    ///
    /// # Errors
    /// The column with what is accepted; `media` where there are too many.
    pub fn read<'a>(&self, cell: impl Fn(&str) -> &'a str) -> Result<Vec<NamedFile>, FieldError> {
        let mut files: Vec<NamedFile> = Vec::new();
        for column in &self.rule.columns {
            for text in pieces(cell(column), self.rule.separator.as_deref()) {
                let reference = MediaReference::parse(column, text)?;
                if files.iter().any(|it| it.reference == reference) {
                    continue;
                }
                let kind = self.rule.kinds.get(column).copied();
                let kind = kind.unwrap_or_else(|| reference.kind());
                let file = NamedFile { reference, kind };
                self.check(&file)
                    .map_err(|problem| FieldError::new(column, problem))?;
                files.push(file);
            }
        }
        match files.len() > FILES {
            true => Err(FieldError::new("media", Problem::TooMany { max: FILES })),
            false => Ok(files),
        }
    }

    fn check(&self, file: &NamedFile) -> Result<(), Problem> {
        if file.reference.is_address() {
            let checked = self.fetcher.check(file.reference.as_str());
            return checked.map_err(|error| Problem::Malformed {
                expected: format!("https://host/path on the public internet ({error})"),
            });
        }
        let not_one_of = |accepted: String| Problem::NotOneOf { accepted };
        let Some(folder) = &self.folder else {
            let accepted = "an https address, as the mapping names no folder";
            return Err(not_one_of(accepted.to_owned()));
        };
        let found = find(folder, &file.reference);
        let found = found.map_err(|_| not_one_of(format!("a file in {}", folder.display())))?;
        let max = file.kind.max_bytes();
        match (1..=max).contains(&found.bytes) {
            true => Ok(()),
            false => Err(Problem::OutOfRange {
                min: "1".to_owned(),
                max: format!("{} MiB", max >> 20),
            }),
        }
    }

    /// Puts a file of the folder where the worker takes it over, unless it lies there. Its place
    /// follows from the row, so that it is there once however often the row is taken.
    ///
    /// # Errors
    /// When it has gone or grown since the row was read, or can't be stored.
    pub async fn put(
        &self,
        objects: &Objects,
        row: Digest,
        file: &NamedFile,
    ) -> Result<(), ImportError> {
        let Some(folder) = self
            .folder
            .as_ref()
            .filter(|_| !file.reference.is_address())
        else {
            return Ok(());
        };
        let failed = |source| ImportError::Read {
            path: folder.join(file.reference.as_str()),
            source,
        };
        let found = find(folder, &file.reference).map_err(failed)?;
        if found.bytes > file.kind.max_bytes() {
            return Err(failed(io::ErrorKind::FileTooLarge.into()));
        }
        let key = named_key(row, &file.reference);
        let bucket = Bucket::RawUploads;
        if !objects.is_complete(bucket, &key, found.bytes).await? {
            let put = objects.put_file(bucket, &key, UNKNOWN_TYPE, &found.path);
            put.await?;
        }
        Ok(())
    }
}

/// A file of a folder, by the path that no link is part of.
fn find(folder: &Path, reference: &MediaReference) -> io::Result<Found> {
    let path = folder.join(reference.as_str()).canonicalize()?;
    let about = path.metadata()?;
    match path.starts_with(folder) && about.is_file() {
        true => Ok(Found {
            path,
            bytes: about.len(),
        }),
        false => Err(io::ErrorKind::NotFound.into()),
    }
}

/// Several texts of one cell, without those that are empty.
pub(super) fn pieces<'a>(
    cell: &'a str,
    separator: Option<&'a str>,
) -> impl Iterator<Item = &'a str> {
    let separator = separator.filter(|it| !it.is_empty()).unwrap_or(LIST);
    cell.split(separator)
        .flat_map(|part| part.split(LIST))
        .map(str::trim)
        .filter(|part| !part.is_empty())
}
