//! What has been typed so far, and how two people's typing is brought together.

use super::DraftField;
use crate::{FieldError, error::Problem, text::Story};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The text of each field as it was typed, finished or not; fields never filled are empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DraftFields(pub(super) BTreeMap<DraftField, String>);

/// What became of one person's page over what another may have saved meanwhile.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merge {
    /// Fields that this person changed and that are to be written.
    pub changed: Vec<DraftField>,
    /// Fields that both changed, each otherwise. They stay as they are until somebody chooses.
    pub conflicts: Vec<DraftField>,
}

/// A field on a page that is sent back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    pub field: DraftField,
    pub text: String,
    /// [`DraftFields::mark`] of the text that stood in the field when the page was made.
    pub was: String,
}

impl DraftFields {
    /// The longest text of a field, in characters: that of the longest story.
    pub const MAX: usize = Story::MAX;

    /// The text of a field; empty while it was never filled.
    pub fn text(&self, field: DraftField) -> &str {
        self.0.get(&field).map_or("", String::as_str)
    }

    /// Whether there is anything but white space in a field.
    pub fn is_filled(&self, field: DraftField) -> bool {
        !self.text(field).trim().is_empty()
    }

    /// Writes a field. Line ends become those of Unix; what the text means is asked later.
    ///
    /// # Errors
    /// [`Problem::TooLong`].
    pub fn set(&mut self, field: DraftField, text: &str) -> Result<(), FieldError> {
        let text = normal(text);
        if text.chars().count() > Self::MAX {
            let problem = Problem::TooLong { max: Self::MAX };
            return Err(FieldError::new(field.key(), problem));
        }
        match text.is_empty() {
            true => self.0.remove(&field),
            false => self.0.insert(field, text),
        };
        Ok(())
    }

    /// The fields whose texts differ.
    pub fn differences(&self, other: &DraftFields) -> Vec<DraftField> {
        use strum::VariantArray as _;
        DraftField::VARIANTS
            .iter()
            .copied()
            .filter(|field| self.text(*field) != other.text(*field))
            .collect()
    }

    /// A short mark of the text of a field: equal texts have equal marks. It tells whether a
    /// text was changed, and protects nothing.
    pub fn mark(text: &str) -> String {
        // FNV-1a, 64 bits: stable between processes and versions, unlike the hasher of `std`.
        let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
        let hash = normal(text).bytes().fold(0xcbf2_9ce4_8422_2325, step);
        format!("{hash:016x}")
    }

    /// Brings a page that is sent back together with what stands here now: a field that the
    /// page changed is written unless somebody else changed it too, otherwise, since the page
    /// was made. What the page left alone stays as it is now.
    ///
    /// # Errors
    /// As [`DraftFields::set`]; nothing is written then.
    pub fn merge(&mut self, page: &[Typed]) -> Result<Merge, Vec<FieldError>> {
        let (mut merged, mut merge, mut errors) = (self.clone(), Merge::default(), Vec::new());
        for Typed { field, text, was } in page {
            let now = self.text(*field);
            let (typed_mark, now_mark) = (Self::mark(text), Self::mark(now));
            let (mine, theirs) = (typed_mark != *was, now_mark != *was);
            if !mine || typed_mark == now_mark {
                continue;
            }
            if theirs {
                merge.conflicts.push(*field);
                continue;
            }
            match merged.set(*field, text) {
                Ok(()) => merge.changed.push(*field),
                Err(error) => errors.push(error),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        *self = merged;
        Ok(merge)
    }
}

/// Browsers send line ends as CR LF.
fn normal(text: &str) -> String {
    text.replace("\r\n", "\n")
}
