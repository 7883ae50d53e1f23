//! Reading seed files, with errors that name file and field.

use super::SeedError;
use durbar_domain::{FieldError, error::Problem};
use serde::de::DeserializeOwned;
use std::{fmt::Display, path::Path};

/// Reads a TOML file of the seed folder.
pub(super) fn read_toml<T: DeserializeOwned>(seed: &Path, file: &str) -> Result<T, SeedError> {
    let path = seed.join(file);
    let text = std::fs::read_to_string(&path).map_err(|source| SeedError::Read { path, source })?;
    toml::from_str(&text).map_err(|source| SeedError::Toml {
        file: file.to_owned(),
        source: Box::new(source),
    })
}

/// Names of the TOML files in a folder of the seed folder, sorted, as under the seed folder.
pub(super) fn toml_files(seed: &Path, folder: &str) -> Result<Vec<String>, SeedError> {
    let path = seed.join(folder);
    let unreadable = |source| SeedError::Read {
        path: path.clone(),
        source,
    };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(&path).map_err(unreadable)? {
        let name = entry.map_err(unreadable)?.file_name();
        if let Some(name) = name.to_str().filter(|name| name.ends_with(".toml")) {
            files.push(format!("{folder}/{name}"));
        }
    }
    files.sort_unstable();
    Ok(files)
}

/// Checks the values of one file.
pub(super) struct Checks<'a> {
    file: &'a str,
    /// What stands before each field's name.
    prefix: String,
}

impl<'a> Checks<'a> {
    pub(super) fn new(file: &'a str, prefix: String) -> Self {
        Self { file, prefix }
    }

    /// The value that `parse` makes of a field, which it is told the name of.
    pub(super) fn field<T>(
        &self,
        field: &str,
        parse: impl FnOnce(&str) -> Result<T, FieldError>,
    ) -> Result<T, SeedError> {
        parse(&format!("{}{field}", self.prefix)).map_err(|error| SeedError::Field {
            file: self.file.to_owned(),
            error,
        })
    }

    /// The value, unless there is none: then it lay outside `min` to `max`.
    pub(super) fn some<T>(
        &self,
        field: &str,
        value: Option<T>,
        min: impl Display,
        max: impl Display,
    ) -> Result<T, SeedError> {
        value.ok_or_else(|| {
            self.refuse(
                field,
                Problem::OutOfRange {
                    min: min.to_string(),
                    max: max.to_string(),
                },
            )
        })
    }

    /// The value, if it lies within the bounds.
    pub(super) fn within<T: PartialOrd + Display>(
        &self,
        field: &str,
        value: T,
        min: T,
        max: T,
    ) -> Result<T, SeedError> {
        let inside = min <= value && value <= max;
        self.some(field, inside.then_some(value), min, max)
    }

    pub(super) fn refuse(&self, field: &str, problem: Problem) -> SeedError {
        let error = FieldError::new(format!("{}{field}", self.prefix), problem);
        SeedError::Field {
            file: self.file.to_owned(),
            error,
        }
    }
}
