//! Papers of a home that the administration has seen.

use crate::{
    BrokerId, MediaId, PropertyId,
    broker::{ApplicationState, Paper},
    listing::Legal,
};
use enumset::EnumSetType;
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// A paper that buyers ask for.
#[derive(
    Debug, Hash, EnumSetType, Serialize, Deserialize, EnumString, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
pub enum Document {
    /// The paper of ownership.
    Lalpurja,
    /// The paper of the four boundaries.
    Charkilla,
    CompletionCertificate,
}

impl Document {
    /// The name in keys and addresses, as in `completion-certificate`.
    pub fn key(self) -> &'static str {
        self.into()
    }

    /// Whether the broker says that it is at hand.
    pub fn is_at_hand(self, legal: &Legal) -> bool {
        match self {
            Self::Lalpurja => legal.lalpurja,
            Self::Charkilla => legal.charkilla,
            Self::CompletionCertificate => legal.completion_certificate,
        }
    }
}

/// The days on which somebody of the administration saw the papers; a badge for each stands on
/// the home's page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedDocuments {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lalpurja: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charkilla: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completion_certificate: Option<Date>,
}

impl CheckedDocuments {
    pub fn get(self, document: Document) -> Option<Date> {
        match document {
            Document::Lalpurja => self.lalpurja,
            Document::Charkilla => self.charkilla,
            Document::CompletionCertificate => self.completion_certificate,
        }
    }

    /// The same with the day of one paper.
    pub fn with(mut self, document: Document, day: Option<Date>) -> Self {
        match document {
            Document::Lalpurja => self.lalpurja = day,
            Document::Charkilla => self.charkilla = day,
            Document::CompletionCertificate => self.completion_certificate = day,
        }
        self
    }

    /// The same without the papers that a home has no longer at hand.
    pub fn as_far_as_at_hand(self, legal: &Legal) -> Self {
        let gone = Document::VARIANTS.iter().filter(|it| !it.is_at_hand(legal));
        gone.fold(self, |checked, document| checked.with(*document, None))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A broker's wish to have a paper of a home checked, and what became of it. There is one for
/// a home and a paper: the next takes its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentCheck {
    pub listing_id: PropertyId,
    pub document: Document,
    pub broker_id: BrokerId,
    /// Counts the writes.
    pub version: u64,
    pub papers: Vec<Paper>,
    pub sent_at: Timestamp,
    pub state: ApplicationState,
}

impl DocumentCheck {
    /// The most files of one paper, whose pages may be photographed one by one.
    pub const MAX_PAPERS: usize = 4;

    /// The file of this identifier.
    pub fn paper(&self, id: MediaId) -> Option<Paper> {
        self.papers.iter().find(|it| it.paper_id == id).copied()
    }

    pub fn is_waiting(&self) -> bool {
        self.state == ApplicationState::Waiting
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_day_belongs_to_its_paper() {
        let day = Some(date(2026, 11, 23));
        for document in Document::VARIANTS {
            let checked = CheckedDocuments::default().with(*document, day);
            for other in Document::VARIANTS {
                assert_eq!(checked.get(*other), day.filter(|_| other == document));
            }
            assert!(!checked.is_empty() && checked.with(*document, None).is_empty());
            assert_eq!(document.key().parse(), Ok(*document));
        }
    }
}
