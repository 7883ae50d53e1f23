//! Makes `seed/media/` from the demo stills.
//!
//! ```text
//! cargo run --release -p durbar-media --bin prepare-seed-media -- STILLS_FOLDER seed/media
//! ```
//!
//! `STILLS_FOLDER` holds the JPEG stills and their `manifest.json`. The second folder holds
//! `alt-ne.json` (picture key to Nepali description); this program writes one folder of variants
//! a picture beside it, and `manifest.json`, which the seed command reads. Panoramas and films
//! are left out. The same stills give the same bytes.

mod source;
mod target;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{fs, io};

use durbar_media::{MediaError, Recipe, process_picture};
use source::{SourceManifest, SourceVilla, Still};
use target::PictureEntry;

#[derive(Debug, thiserror::Error)]
enum PrepareError {
    #[error("usage: prepare-seed-media STILLS_FOLDER SEED_MEDIA_FOLDER")]
    Usage,
    #[error("{}: {source}", path.display())]
    File { path: PathBuf, source: io::Error },
    #[error("{}: {source}", path.display())]
    Json {
        path: PathBuf,
        source: serde_json::Error,
    },
    #[error("{key}: {source}")]
    Picture { key: String, source: MediaError },
    #[error("alt-ne.json has no description of {0}")]
    NoNepaliDescription(String),
    #[error("alt-ne.json describes {0}, which is not among the stills")]
    UnknownDescription(String),
}

fn main() -> ExitCode {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    match prepare(&arguments) {
        Ok(summary) => {
            println!("{summary}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("prepare-seed-media: {error}");
            ExitCode::from(2)
        }
    }
}

fn prepare(arguments: &[PathBuf]) -> Result<String, PrepareError> {
    let [stills_folder, seed_folder] = arguments else {
        return Err(PrepareError::Usage);
    };
    let manifest: SourceManifest = read_json(&stills_folder.join("manifest.json"))?;
    let mut nepali: BTreeMap<String, String> = read_json(&seed_folder.join("alt-ne.json"))?;
    let recipe = Recipe::demo();

    let mut entries = Vec::new();
    for villa in &manifest.villas {
        for still in villa.stills() {
            let alt_ne = nepali
                .remove(&villa.key_of(still))
                .ok_or_else(|| PrepareError::NoNepaliDescription(villa.key_of(still)))?;
            let entry = prepare_still(stills_folder, seed_folder, villa, still, alt_ne, &recipe)?;
            println!("{}  {} KB", entry.key, entry.total_bytes() / 1024);
            entries.push(entry);
        }
    }
    if let Some((key, _)) = nepali.pop_first() {
        return Err(PrepareError::UnknownDescription(key));
    }

    let path = seed_folder.join("manifest.json");
    let mut text = serde_json::to_string_pretty(&entries).map_err(|source| PrepareError::Json {
        path: path.clone(),
        source,
    })?;
    text.push('\n');
    write_file(&path, text.as_bytes())?;
    let total: usize = entries.iter().map(PictureEntry::total_bytes).sum();
    Ok(format!(
        "{} pictures, {:.1} MB",
        entries.len(),
        total as f64 / 1_000_000.0
    ))
}

fn prepare_still(
    stills_folder: &Path,
    seed_folder: &Path,
    villa: &SourceVilla,
    still: &Still,
    alt_ne: String,
    recipe: &Recipe,
) -> Result<PictureEntry, PrepareError> {
    let key = villa.key_of(still);
    let bytes = read_file(&stills_folder.join(&still.file))?;
    let picture = process_picture(&bytes, recipe).map_err(|source| PrepareError::Picture {
        key: key.clone(),
        source,
    })?;
    let folder = seed_folder.join(&key);
    fs::create_dir_all(&folder).map_err(|source| PrepareError::File {
        path: folder.clone(),
        source,
    })?;
    for variant in &picture.variants {
        let name = format!("{}.{}", variant.width, variant.format.extension());
        write_file(&folder.join(name), &variant.bytes)?;
    }
    Ok(PictureEntry::new(villa, still, alt_ne, &picture))
}

fn read_json<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, PrepareError> {
    serde_json::from_slice(&read_file(path)?).map_err(|source| PrepareError::Json {
        path: path.to_owned(),
        source,
    })
}

fn read_file(path: &Path) -> Result<Vec<u8>, PrepareError> {
    fs::read(path).map_err(|source| PrepareError::File {
        path: path.to_owned(),
        source,
    })
}

fn write_file(path: &Path, bytes: &[u8]) -> Result<(), PrepareError> {
    fs::write(path, bytes).map_err(|source| PrepareError::File {
        path: path.to_owned(),
        source,
    })
}
