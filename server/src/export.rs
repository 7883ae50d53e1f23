//! `durbar export`: the table in files, of one moment, also while a server writes on.

use crate::{backup::say, cli::ExportArguments, error::StartError, progress::Counter};
use durbar_platform::{
    Embedded,
    embedded::{Storage, snapshot},
    private_file,
    table_export::{ExportError, ExportFormat as Format, ExportJob, ExportManifest},
};
use jiff::{SignedDuration, Timestamp};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// What folders of exports are called in front of their time.
const NAME: &str = "export-";
/// The copy of the table that an export is made of, a data folder; gone when it is finished.
const SNAPSHOT: &str = "snapshot";

/// Begins an export, or goes on with one that was cut off, and deletes those that are too old.
///
/// # Errors
/// When the data folder holds no table or a file can't be written.
pub async fn export(arguments: ExportArguments) -> Result<(), StartError> {
    let now = Timestamp::now();
    private_file::create_folder(&arguments.to).map_err(|error| unusable(&arguments.to, error))?;
    let folder = match unfinished(&arguments.to)? {
        Some(folder) => {
            say(&format!("going on with {}", folder.display()))?;
            folder
        }
        None => {
            let name = now.strftime("%Y-%m-%dT%H-%M-%S.%3fZ");
            arguments.to.join(format!("{NAME}{name}"))
        }
    };
    let frozen = freeze(&arguments.data, &folder).await?;
    let embedded = Embedded::start(Storage::Folder(frozen.clone())).await?;
    let job = ExportJob {
        folder: folder.clone(),
        formats: arguments.format.iter().copied().map(Format::from).collect(),
        items_a_part: arguments.items_a_file,
    };
    let mut counter = Counter::new("items");
    let done = job.run(&embedded.platform().table, now, |it| {
        counter.reached(it.items());
    });
    let done = done.await;
    embedded.stop().await;
    counter.end();
    let done = done?;
    fs::remove_dir_all(&frozen).map_err(|error| unusable(&frozen, error))?;
    let deleted = delete_old(&arguments.to, now, arguments.keep_days)?;
    say(&format!(
        "exported {} items of {} in {} parts to {}; {} that prove who somebody is were left out; \
         {deleted} old exports deleted",
        done.items(),
        done.begun_at,
        done.parts.len(),
        folder.display(),
        done.left_out,
    ))
}

/// The copy of the table that the export is of, made once.
async fn freeze(data: &Path, folder: &Path) -> Result<PathBuf, StartError> {
    let frozen = folder.join(SNAPSHOT);
    let table = frozen.join("table.sqlite");
    if table.exists() {
        return Ok(frozen);
    }
    private_file::create_folder(&frozen).map_err(|error| unusable(&frozen, error))?;
    let aside = private_file::aside(&table);
    let _ = fs::remove_file(&aside);
    if let Err(error) = snapshot(data, &aside).await {
        // An export that never began is not gone on with.
        let _ = fs::remove_dir_all(folder);
        return Err(error.into());
    }
    fs::rename(&aside, &table).map_err(|error| unusable(&table, error))?;
    Ok(frozen)
}

/// The export in a folder that was cut off, if there is one.
fn unfinished(to: &Path) -> Result<Option<PathBuf>, StartError> {
    for (folder, manifest) in exports(to)? {
        if manifest.is_none_or(|it| it.finished_at.is_none()) || folder.join(SNAPSHOT).exists() {
            return Ok(Some(folder));
        }
    }
    Ok(None)
}

/// Deletes finished exports that are too old; gives back how many.
fn delete_old(to: &Path, now: Timestamp, days: u32) -> Result<usize, StartError> {
    let limit = now - SignedDuration::from_hours(24 * i64::from(days));
    let mut deleted = 0;
    for (folder, manifest) in exports(to)? {
        let finished = manifest.and_then(|it| it.finished_at.map(|_| it.begun_at));
        if finished.is_some_and(|begun_at| begun_at < limit) {
            fs::remove_dir_all(&folder).map_err(|error| unusable(&folder, error))?;
            deleted += 1;
        }
    }
    Ok(deleted)
}

/// All exports in a folder, the oldest first; anything else there is left alone.
fn exports(to: &Path) -> Result<Vec<(PathBuf, Option<ExportManifest>)>, StartError> {
    let mut found = Vec::new();
    for entry in fs::read_dir(to).map_err(|error| unusable(to, error))? {
        let path = entry.map_err(|error| unusable(to, error))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with(NAME) && path.is_dir() {
            let manifest = ExportManifest::read(&path)?;
            found.push((path, manifest));
        }
    }
    found.sort_by(|one, other| one.0.cmp(&other.0));
    Ok(found)
}

fn unusable(path: &Path, source: io::Error) -> StartError {
    let path = path.to_owned();
    ExportError::File { path, source }.into()
}
