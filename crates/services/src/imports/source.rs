//! Rows of a file, one after another: CSV with a line of names, or an object of JSON a line.

use super::ImportError;
use durbar_domain::{FieldError, error::Problem};
use std::{
    collections::HashMap,
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

/// The most bytes of a row: two long stories in two scripts, and room to spare.
pub(super) const MAX_ROW: u64 = 1_048_576;

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Csv,
    JsonLines,
}

/// A row as it is written: texts by column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RawRow {
    /// Counted from 1.
    pub number: u64,
    pub cells: HashMap<String, String>,
}

/// Reads rows. What is wrong with one of them is given in its place.
pub struct Rows {
    reader: Reader,
    /// For messages.
    path: PathBuf,
    number: u64,
    /// Bytes of the lines of JSON that were read.
    bytes: u64,
    /// Bytes read of the row that is read, to stop before memory is full.
    row_bytes: Arc<AtomicU64>,
}

enum Reader {
    Csv {
        rows: csv::Reader<Counted<Box<dyn Read + Send>>>,
        names: Vec<String>,
        record: csv::ByteRecord,
    },
    JsonLines(BufReader<Box<dyn Read + Send>>),
}

/// What comes next in a file.
pub type NextRow = Result<RawRow, (u64, FieldError)>;

impl Format {
    /// By the ending of a file's name.
    ///
    /// # Errors
    /// [`ImportError::Format`].
    pub fn of(path: &Path) -> Result<Self, ImportError> {
        let ending = path.extension().and_then(|ending| ending.to_str());
        match ending.map(str::to_ascii_lowercase).as_deref() {
            Some("csv") => Ok(Self::Csv),
            Some("jsonl" | "ndjson") => Ok(Self::JsonLines),
            _ => Err(ImportError::Format {
                path: path.to_owned(),
            }),
        }
    }
}

impl Rows {
    /// Opens a file.
    ///
    /// # Errors
    /// When it can't be read, or the names of its columns can't.
    pub fn open(path: &Path) -> Result<Self, ImportError> {
        let format = Format::of(path)?;
        let file = File::open(path).map_err(|source| read_error(path, source))?;
        let rows = Self::new(Box::new(file), format);
        let mut rows = rows.map_err(|error| named(path, error))?;
        rows.path = path.to_owned();
        Ok(rows)
    }

    /// Rows of anything that can be read.
    ///
    /// # Errors
    /// As [`Rows::open`].
    pub fn new(input: Box<dyn Read + Send>, format: Format) -> Result<Self, ImportError> {
        let row_bytes = Arc::new(AtomicU64::new(0));
        let reader = match format {
            Format::JsonLines => Reader::JsonLines(BufReader::new(input)),
            Format::Csv => {
                let counted = Counted {
                    input,
                    bytes: row_bytes.clone(),
                };
                let mut rows = csv::ReaderBuilder::new()
                    .flexible(true)
                    .from_reader(counted);
                let names = rows.byte_headers();
                let names = names.map_err(|error| csv_error(error, 0))?;
                // Spreadsheets begin their files with a mark of the order of bytes.
                let name = |(place, name): (usize, &[u8])| {
                    let name = String::from_utf8_lossy(name);
                    let name = match place {
                        0 => name.trim_start_matches('\u{feff}'),
                        _ => &name,
                    };
                    name.trim().to_owned()
                };
                let names = names.iter().enumerate().map(name).collect();
                Reader::Csv {
                    rows,
                    names,
                    record: csv::ByteRecord::new(),
                }
            }
        };
        Ok(Self {
            reader,
            path: PathBuf::new(),
            number: 0,
            bytes: 0,
            row_bytes,
        })
    }

    /// Bytes of the file up to the end of the row that was read last.
    pub fn bytes(&self) -> u64 {
        match &self.reader {
            Reader::Csv { rows, .. } => rows.position().byte(),
            Reader::JsonLines(_) => self.bytes,
        }
    }

    /// Names of the columns, where the file tells them before its rows.
    pub fn names(&self) -> Option<&[String]> {
        match &self.reader {
            Reader::Csv { names, .. } => Some(names),
            Reader::JsonLines(_) => None,
        }
    }

    /// The next row, or what is wrong with it; `None` at the end.
    ///
    /// # Errors
    /// When the file can't be read any further.
    pub fn next_row(&mut self) -> Result<Option<NextRow>, ImportError> {
        let next = self.read_row();
        next.map_err(|error| named(&self.path, error))
    }

    fn read_row(&mut self) -> Result<Option<NextRow>, ImportError> {
        self.number += 1;
        let number = self.number;
        self.row_bytes.store(0, Ordering::Relaxed);
        let cells = match &mut self.reader {
            Reader::Csv {
                rows,
                names,
                record,
            } => {
                let more = rows.read_byte_record(record);
                if !more.map_err(|error| csv_error(error, number))? {
                    return Ok(None);
                }
                csv_cells(names, record)
            }
            Reader::JsonLines(lines) => loop {
                let Some(line) = line(lines, number)? else {
                    return Ok(None);
                };
                self.bytes += line.len() as u64;
                if !line.trim_ascii().is_empty() {
                    break json_cells(&line);
                }
            },
        };
        Ok(Some(match cells {
            Ok(cells) => Ok(RawRow { number, cells }),
            Err(error) => Err((number, error)),
        }))
    }
}

/// The error with the name of the file, where it is of reading.
fn named(path: &Path, error: ImportError) -> ImportError {
    match error {
        ImportError::Read { source, .. } => read_error(path, source),
        other => other,
    }
}

fn read_error(path: &Path, source: io::Error) -> ImportError {
    ImportError::Read {
        path: path.to_owned(),
        source,
    }
}

fn csv_error(error: csv::Error, row: u64) -> ImportError {
    let max = MAX_ROW;
    match error.into_kind() {
        csv::ErrorKind::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => {
            ImportError::Endless { row, max }
        }
        csv::ErrorKind::Io(source) => read_error(&PathBuf::new(), source),
        other => {
            let source = io::Error::other(format!("{other:?}"));
            read_error(&PathBuf::new(), source)
        }
    }
}

fn csv_cells(
    names: &[String],
    record: &csv::ByteRecord,
) -> Result<HashMap<String, String>, FieldError> {
    if record.len() != names.len() {
        let expected = format!(
            "{} cells, as the line of names; it has {}",
            names.len(),
            record.len()
        );
        return Err(FieldError::new("row", Problem::Malformed { expected }));
    }
    let cell = |(name, text): (&String, &[u8])| {
        let text = std::str::from_utf8(text).map_err(|_| not_utf8(name))?;
        Ok((name.clone(), text.to_owned()))
    };
    names.iter().zip(record).map(cell).collect()
}

fn not_utf8(field: &str) -> FieldError {
    let expected = "UTF-8".to_owned();
    FieldError::new(field, Problem::Malformed { expected })
}

fn json_cells(line: &[u8]) -> Result<HashMap<String, String>, FieldError> {
    use serde_json::Value;
    let malformed = |field: &str, expected: &str| {
        let expected = expected.to_owned();
        FieldError::new(field, Problem::Malformed { expected })
    };
    let line = std::str::from_utf8(line).map_err(|_| not_utf8("row"))?;
    let line = line.trim_start_matches('\u{feff}');
    let value: Value =
        serde_json::from_str(line).map_err(|_| malformed("row", "one object of JSON"))?;
    let Value::Object(object) = value else {
        return Err(malformed("row", "one object of JSON"));
    };
    let plain = |name: &str, value: Value| match value {
        Value::Null => Ok(String::new()),
        Value::String(text) => Ok(text),
        Value::Number(number) => Ok(number.to_string()),
        Value::Bool(true) => Ok("yes".to_owned()),
        Value::Bool(false) => Ok("no".to_owned()),
        Value::Array(_) | Value::Object(_) => Err(malformed(
            name,
            "a text, a number, yes or no, or a list of them",
        )),
    };
    let cell = |(name, value): (String, Value)| {
        let text = match value {
            Value::Array(values) => {
                let texts = values.into_iter().map(|value| plain(&name, value));
                texts.collect::<Result<Vec<_>, _>>()?.join(LIST)
            }
            value => plain(&name, value)?,
        };
        Ok((name, text))
    };
    object.into_iter().map(cell).collect()
}

/// Between the texts of a list of JSON: a character that no text here may hold.
pub(super) const LIST: &str = "\u{1f}";

/// A line without its end; `None` at the end of the file.
fn line(lines: &mut impl BufRead, row: u64) -> Result<Option<Vec<u8>>, ImportError> {
    let mut bytes = Vec::new();
    let mut some = lines.take(MAX_ROW + 1);
    let read = some.read_until(b'\n', &mut bytes);
    let read = read.map_err(|source| read_error(&PathBuf::new(), source))?;
    if bytes.len() as u64 > MAX_ROW {
        return Err(ImportError::Endless { row, max: MAX_ROW });
    }
    Ok((read > 0).then_some(bytes))
}

/// Counts what is read, and stops at a row without end.
struct Counted<R> {
    input: R,
    bytes: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        let before = self.bytes.fetch_add(read as u64, Ordering::Relaxed);
        match before > MAX_ROW {
            true => Err(io::ErrorKind::FileTooLarge.into()),
            false => Ok(read),
        }
    }
}
