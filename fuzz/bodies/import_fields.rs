//! What a row or a form says, a line a field and behind them the files it names, is a home or
//! named problems; and a file's path never leaves its folder.

use durbar_domain::{
    draft::{DraftField, DraftFields},
    media_reference::MediaReference,
};
use jiff::civil::date;
use std::path::{Component, Path};
use strum::VariantArray as _;

/// A row in which everything is as it should be, in the order of the fields.
pub const GOOD: &str = include_str!("import_fields.txt");

/// Takes a row.
///
/// # Panics
/// When it is not so.
pub fn body(text: &str) {
    let today = date(2026, 11, 23);
    let mut lines = text.split('\n');
    let mut fields = DraftFields::default();
    for (field, good) in DraftField::VARIANTS.iter().zip(GOOD.lines()) {
        // An empty line leaves what is good, so that each field is reached behind the others.
        let text = lines.next().filter(|line| !line.is_empty()).unwrap_or(good);
        if let Err(error) = fields.set(*field, text) {
            assert_eq!(error.field, field.key());
        }
    }
    match fields.parse(today) {
        Ok(content) => assert_eq!(fields.parse(today), Ok(content)),
        Err(errors) => assert!(!errors.is_empty()),
    }
    for line in lines {
        if let Ok(reference) = MediaReference::parse("media", line)
            && !reference.is_address()
        {
            let mut parts = Path::new(reference.as_str()).components();
            assert!(parts.all(|part| matches!(part, Component::Normal(_))));
        }
    }
}
