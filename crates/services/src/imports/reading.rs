//! Reading a file on a thread of its own, a piece ahead of what is written.

use super::{
    ImportError, Mapping, RefusedRow,
    row::{ImportRow, RowReader},
    source::Rows,
};
use durbar_domain::{FieldError, error::Problem};
use durbar_platform::{
    imports::{Checkpoint, ImportStore},
    keys::Digest,
};
use std::{
    collections::{HashMap, HashSet},
    io::Read as _,
    path::{Path, PathBuf},
};
use tokio::sync::mpsc;

/// Pieces that wait to be written.
const AHEAD: usize = 4;
/// Rows refused in a piece before it is handed on: a file of nothing else must not fill memory.
const REFUSED_AT_ONCE: usize = 100;

/// Some rows of a file, in its order.
#[derive(Debug, Default)]
pub(super) struct Piece {
    pub rows: Vec<ImportRow>,
    /// Those that say nothing that can be taken.
    pub refused: Vec<RefusedRow>,
    pub last_row: u64,
    /// Bytes of the file up to its end.
    pub bytes: u64,
}

/// A file that is being read.
pub(super) struct Reading {
    pieces: mpsc::Receiver<Result<Piece, ImportError>>,
}

impl Reading {
    /// Starts reading. Rows that are `done` are checked again, since they are in the report,
    /// and not handed on, but for those that were refused for what stood in the table.
    ///
    /// # Errors
    /// When the file can't be opened, or has not the columns the mapping names.
    pub fn start(file: PathBuf, reader: RowReader, done: Checkpoint) -> Result<Self, ImportError> {
        let rows = Rows::open(&file)?;
        if let Some(names) = rows.names() {
            check_columns(names, &reader.mapping)?;
        }
        let (sender, pieces) = mpsc::channel(AHEAD);
        tokio::task::spawn_blocking(move || {
            if let Err(error) = read(rows, &reader, &done, &sender) {
                // Whoever no longer listens has stopped.
                let _ = sender.blocking_send(Err(error));
            }
        });
        Ok(Self { pieces })
    }

    /// The next piece; `None` at the end of the file.
    pub async fn next(&mut self) -> Option<Result<Piece, ImportError>> {
        self.pieces.recv().await
    }
}

fn read(
    mut rows: Rows,
    reader: &RowReader,
    done: &Checkpoint,
    sender: &mpsc::Sender<Result<Piece, ImportError>>,
) -> Result<(), ImportError> {
    let again: HashSet<u64> = done.refused.iter().copied().collect();
    // Of each identifier a hash is enough: rows are many.
    let mut seen: HashMap<u128, u64> = HashMap::new();
    let mut piece = Piece::default();
    while let Some(next) = rows.next_row()? {
        let (number, read) = match next {
            Ok(raw) => (raw.number, reader.read(&raw)),
            Err((row, error)) => {
                let refused = RefusedRow {
                    row,
                    legacy_id: String::new(),
                    problems: vec![error],
                };
                (row, Err(refused))
            }
        };
        match read.and_then(|row| once(row, &mut seen)) {
            Err(refused) => piece.refused.push(refused),
            Ok(row) if number > done.rows || again.contains(&number) => piece.rows.push(row),
            Ok(_) => {}
        }
        piece.last_row = number;
        piece.bytes = rows.bytes();
        let is_full =
            piece.rows.len() == ImportStore::READ_AT_ONCE || piece.refused.len() == REFUSED_AT_ONCE;
        if is_full
            && sender
                .blocking_send(Ok(std::mem::take(&mut piece)))
                .is_err()
        {
            return Ok(());
        }
    }
    if piece.last_row > 0 {
        // Whoever no longer listens has stopped.
        let _ = sender.blocking_send(Ok(piece));
    }
    Ok(())
}

/// Refuses an identifier that a row before it has.
fn once(row: ImportRow, seen: &mut HashMap<u128, u64>) -> Result<ImportRow, RefusedRow> {
    let hash = blake3::hash(row.legacy_id.as_bytes());
    let half: [u8; 16] = hash.as_bytes()[..16]
        .try_into()
        .expect("a hash has 32 bytes");
    match seen.insert(u128::from_be_bytes(half), row.number) {
        None => Ok(row),
        Some(before) => {
            seen.insert(u128::from_be_bytes(half), before);
            let accepted = format!("an identifier used once; row {before} has this one");
            let problem = Problem::NotOneOf { accepted };
            Err(RefusedRow {
                row: row.number,
                legacy_id: row.legacy_id,
                problems: vec![FieldError::new("legacy_id", problem)],
            })
        }
    }
}

/// Refuses a mapping that names what the file has not.
fn check_columns(names: &[String], mapping: &Mapping) -> Result<(), ImportError> {
    let missing = mapping
        .columns()
        .into_iter()
        .find(|column| !names.iter().any(|name| name == column));
    match missing {
        None => Ok(()),
        Some(column) => Err(ImportError::Column {
            column: column.to_owned(),
            there: names.join(", "),
        }),
    }
}

/// What tells a file and how it is read from all others, and its bytes.
pub(super) async fn fingerprint(
    file: &Path,
    mapping: &Mapping,
) -> Result<(Digest, u64), ImportError> {
    let (file, how) = (file.to_owned(), format!("{mapping:?}"));
    let hashing = tokio::task::spawn_blocking(move || hash(&file, &how));
    match hashing.await {
        Ok(hashed) => hashed,
        Err(failure) => std::panic::resume_unwind(failure.into_panic()),
    }
}

fn hash(file: &Path, how: &str) -> Result<(Digest, u64), ImportError> {
    let failed = |source| ImportError::Read {
        path: file.to_owned(),
        source,
    };
    let mut input = std::fs::File::open(file).map_err(failed)?;
    let mut hasher = blake3::Hasher::new();
    let (mut size, mut buffer) = (0, vec![0; 65_536]);
    loop {
        let read = input.read(&mut buffer).map_err(failed)?;
        if read == 0 {
            break;
        }
        size += read as u64;
        hasher.update(&buffer[..read]);
    }
    hasher.update(how.as_bytes());
    Ok((Digest::of(hasher.finalize().as_bytes()), size))
}
