//! The table written to files: JSON lines as DynamoDB's own export has them, and Parquet for
//! queries. It is written in parts; one that was cut off goes on behind the last whole part.
//! Items that prove who somebody is are left out, personal data are not.

mod part;
mod progress;
mod secrets;

#[cfg(test)]
mod tests;

pub use progress::ExportManifest;

use crate::{
    PlatformError, Table, private_file,
    table::{Item, key_in},
};
use enumset::{EnumSet, EnumSetType};
use jiff::Timestamp;
use std::{
    io,
    path::{Path, PathBuf},
};

const MANIFEST: &str = "manifest.json";
const PROGRESS: &str = "progress.json";

/// A format of the parts.
#[derive(Debug, EnumSetType)]
pub enum ExportFormat {
    JsonLines,
    Parquet,
}

/// What to write, and where.
#[derive(Debug, Clone)]
pub struct ExportJob {
    /// Made where it is missing, for its owner alone.
    pub folder: PathBuf,
    pub formats: EnumSet<ExportFormat>,
    /// About how many items a part has; a page of the table is never cut in two.
    pub items_a_part: u64,
}

/// Why an export was not finished. Run again, it goes on.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error(transparent)]
    Platform(#[from] PlatformError),
    #[error("cannot use {}: {source}", path.display())]
    File { path: PathBuf, source: io::Error },
}

impl ExportError {
    pub(crate) fn file(path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        Self::File { path, source }
    }
}

impl ExportJob {
    /// Writes what isn't written yet; `progressed` is told after each part. A job whose
    /// manifest is there is done, and gives it back. The table must not change between a job
    /// and its continuation for the parts to fit together: see [`crate::embedded::snapshot`].
    ///
    /// # Errors
    /// See [`ExportError`].
    pub async fn run(
        &self,
        table: &Table,
        now: Timestamp,
        mut progressed: impl FnMut(&ExportManifest),
    ) -> Result<ExportManifest, ExportError> {
        let folder = &self.folder;
        private_file::create_folder(folder).map_err(|source| ExportError::file(folder, source))?;
        let mut manifest = match ExportManifest::read(folder)? {
            Some(done) if done.finished_at.is_some() => return Ok(done),
            Some(begun) => begun,
            None => ExportManifest::new(now),
        };
        manifest.write(folder)?;
        loop {
            let goes_on = self.write_part(table, &mut manifest).await?;
            progressed(&manifest);
            if !goes_on {
                break;
            }
            manifest.write(folder)?;
        }
        manifest.finished_at = Some(now.max(manifest.begun_at));
        manifest.write(folder)?;
        let progress = folder.join(PROGRESS);
        std::fs::remove_file(&progress).map_err(|source| ExportError::file(&progress, source))?;
        Ok(manifest)
    }

    /// Writes the next part; tells whether there is another one.
    async fn write_part(
        &self,
        table: &Table,
        manifest: &mut ExportManifest,
    ) -> Result<bool, ExportError> {
        let mut items: Vec<Item> = Vec::new();
        let mut after = manifest.start_key();
        loop {
            let page = table.walk(after).await?;
            for item in page.items {
                match key_in(&item) {
                    Ok(key) if secrets::is_secret(key) => manifest.left_out += 1,
                    // What has a strange key is exported as well: somebody may want to look.
                    _ => items.push(item),
                }
            }
            after = page.next;
            if after.is_none() || items.len() as u64 >= self.items_a_part {
                break;
            }
        }
        manifest.go_on_behind(after.as_ref())?;
        if !items.is_empty() {
            self.write_files(manifest.parts.len() + 1, &items)?;
            manifest.parts.push(items.len() as u64);
            items.iter().for_each(|item| manifest.tally.add(item));
        }
        Ok(after.is_some())
    }

    fn write_files(&self, number: usize, items: &[Item]) -> Result<(), ExportError> {
        let path = |ending: &str| self.folder.join(format!("items-{number:05}.{ending}"));
        for format in self.formats {
            match format {
                ExportFormat::JsonLines => part::write_json_lines(&path("jsonl"), items)?,
                ExportFormat::Parquet => part::write_parquet(&path("parquet"), items)?,
            }
        }
        Ok(())
    }
}
