//! A mapping file: which of a source's columns fills which of our fields, and how.
//!
//! ```toml
//! source = "old-site"           # whose legacy identifiers they are
//! legacy_id = "ref"             # their column that identifies a row
//!
//! [fields]
//! title_en = "name"                                             # a column
//! list_price = { column = "price", unit = "lakh" }              # in another unit
//! facing = { column = "face", values = { S = "south" } }        # other words
//! amenities = { column = "extras", separator = "|", values = { Pool = "swimming-pool" } }
//! tenure = { value = "raikar" }                                 # the same for all rows
//! broker = { value = "anju-shrestha" }
//!
//! [media]
//! columns = ["photo_1", "photos"]
//! separator = ";"
//! folder = "photos"
//! kinds = { tour = "panorama" }  # of a column's files, where their endings don't tell
//! ```

use super::{ImportError, field::ImportField, unit::Unit};
use durbar_domain::{media::MediaKind, text::Name};
use serde::Deserialize;
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

/// How a source's rows are read.
#[derive(Debug, Clone)]
pub struct Mapping {
    /// Whose legacy identifiers they are.
    pub source: Name,
    /// The column that identifies a row.
    pub legacy_id: String,
    pub(super) fields: BTreeMap<ImportField, Rule>,
    pub(super) media: MediaRule,
}

/// Where a field's text comes from.
#[derive(Debug, Clone)]
pub(super) enum Rule {
    /// The same for all rows.
    Constant(String),
    Column(ColumnRule),
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ColumnRule {
    pub column: String,
    #[serde(default)]
    pub unit: Option<Unit>,
    /// What their words are called here; a word that is not among them stays as it is.
    #[serde(default)]
    pub values: BTreeMap<String, String>,
    /// Between several words of one cell.
    #[serde(default)]
    pub separator: Option<String>,
    /// For a cell that is empty.
    #[serde(default)]
    pub default: Option<String>,
}

/// Where the files of a home are named.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MediaRule {
    #[serde(default)]
    pub columns: Vec<String>,
    /// Between several files of one cell.
    #[serde(default)]
    pub separator: Option<String>,
    /// Below which paths lie; as written, from where the program is started.
    #[serde(default)]
    pub folder: Option<PathBuf>,
    /// What all files of a column are; those of others are told by their endings.
    #[serde(default)]
    pub kinds: BTreeMap<String, MediaKind>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    source: String,
    legacy_id: String,
    fields: BTreeMap<String, toml::Value>,
    #[serde(default)]
    media: MediaRule,
}

impl Rule {
    /// A rule as it is written: a column's name, a table with `value`, or one with `column`.
    fn read(written: toml::Value) -> Result<Self, String> {
        match written {
            toml::Value::String(column) => Ok(Self::Column(ColumnRule {
                column,
                unit: None,
                values: BTreeMap::new(),
                separator: None,
                default: None,
            })),
            toml::Value::Table(table) if table.contains_key("value") => {
                let is_alone = table.len() == 1;
                match table.into_iter().next() {
                    Some((_, toml::Value::String(text))) if is_alone => Ok(Self::Constant(text)),
                    _ => Err("a value is a text, and stands alone".to_owned()),
                }
            }
            toml::Value::Table(table) => {
                let rule = toml::Value::Table(table).try_into();
                rule.map(Self::Column)
                    .map_err(|error: toml::de::Error| error.message().to_owned())
            }
            _ => Err("it is the name of a column, or a table with column or value".to_owned()),
        }
    }
}

impl Mapping {
    /// Reads a mapping file.
    ///
    /// # Errors
    /// One that names the file, and what in it is not as it should be.
    pub fn read(path: &Path) -> Result<Self, ImportError> {
        let text = std::fs::read_to_string(path).map_err(|source| ImportError::Read {
            path: path.to_owned(),
            source,
        })?;
        Self::parse(&text, &path.display().to_string())
    }

    /// Reads a mapping; an error names `file`.
    ///
    /// # Errors
    /// As [`Mapping::read`].
    pub fn parse(text: &str, file: &str) -> Result<Self, ImportError> {
        let mistake = |what: String| ImportError::Mapping {
            file: file.to_owned(),
            what,
        };
        let written: File = toml::from_str(text).map_err(|error| mistake(told(text, &error)))?;
        let source = Name::parse("source", &written.source);
        let source = source.map_err(|error| mistake(error.to_string()))?;
        let mut fields = BTreeMap::new();
        for (name, rule) in written.fields {
            let field: ImportField = name.parse().map_err(|_| {
                let known: Vec<_> = ImportField::all().map(ImportField::key).collect();
                mistake(format!(
                    "fields.{name}: there is no such field; there are {}",
                    known.join(", ")
                ))
            })?;
            let rule =
                Rule::read(rule).map_err(|what| mistake(format!("fields.{name}: {what}")))?;
            if let Rule::Column(ColumnRule {
                unit: Some(unit), ..
            }) = &rule
                && !field.units().contains(unit)
            {
                let accepted: Vec<_> = field.units().iter().map(|unit| unit.key()).collect();
                let accepted = match accepted.is_empty() {
                    true => "it has none".to_owned(),
                    false => format!("it may be {}", accepted.join(", ")),
                };
                return Err(mistake(format!(
                    "fields.{name}: the unit {} doesn't fit; {accepted}",
                    unit.key()
                )));
            }
            fields.insert(field, rule);
        }
        let is_named = |column: &&String| written.media.columns.contains(column);
        if let Some(column) = written.media.kinds.keys().find(|it| !is_named(it)) {
            return Err(mistake(format!(
                "media.kinds.{column}: it is none of media.columns"
            )));
        }
        let mapping = Self {
            source,
            legacy_id: written.legacy_id,
            fields,
            media: written.media,
        };
        match mapping.left_out().as_slice() {
            [] => Ok(mapping),
            missing => Err(mistake(format!("it leaves out {}", missing.join(", ")))),
        }
    }

    /// Columns it reads, each once.
    pub(super) fn columns(&self) -> Vec<&str> {
        let rules = self.fields.values().filter_map(|rule| match rule {
            Rule::Column(rule) => Some(rule.column.as_str()),
            Rule::Constant(_) => None,
        });
        let media = self.media.columns.iter().map(String::as_str);
        let all = [self.legacy_id.as_str()]
            .into_iter()
            .chain(rules)
            .chain(media);
        let mut seen = std::collections::HashSet::new();
        all.filter(|column| seen.insert(*column)).collect()
    }

    /// The column that a field is read from.
    pub fn column_of(&self, field: &str) -> Option<&str> {
        if field == "legacy_id" {
            return Some(&self.legacy_id);
        }
        match self.fields.get(&field.parse().ok()?)? {
            Rule::Column(rule) => Some(&rule.column),
            Rule::Constant(_) => None,
        }
    }

    /// Whether it names a folder, which only the command line reads.
    pub(super) fn names_folder(&self) -> bool {
        self.media.folder.is_some()
    }

    /// Fields that may not be empty and that nothing fills: every row would be refused.
    fn left_out(&self) -> Vec<&'static str> {
        use durbar_domain::{draft::DraftFields, error::Problem};
        let nothing = DraftFields::default().parse(crate::time::today_in_nepal());
        let needed = nothing.err().unwrap_or_default();
        let needed = needed
            .iter()
            .filter(|error| error.problem == Problem::Empty)
            .filter_map(|error| error.field.parse::<ImportField>().ok());
        let broker = ImportField::Extra(super::field::Extra::Broker);
        needed
            .chain([broker])
            .filter(|field| !self.fields.contains_key(field))
            .map(ImportField::key)
            .collect()
    }
}

/// What a parser says of a text, in one line.
fn told(text: &str, error: &toml::de::Error) -> String {
    let before = error.span().and_then(|span| text.get(..span.start));
    match before {
        Some(before) => format!(
            "line {}: {}",
            before.matches('\n').count() + 1,
            error.message()
        ),
        None => error.message().to_owned(),
    }
}
