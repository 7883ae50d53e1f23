//! Searches somebody is told about: by mail, with an account or without one.

mod alert;
mod grid;
mod index;
mod matching;

#[cfg(test)]
mod tests;

pub use alert::{Alert, AlertKind};
pub use index::{Found, SavedSearchIndex};
pub use matching::{HomeInSearch, Words};

use crate::{
    AccountId, FieldError, Locale, SavedSearchId,
    account::EmailAddress,
    search::{Layout, SearchQuery, query::Page},
    text::Line,
};
use enumset::{EnumSet, EnumSetType};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// What its owner calls a search.
pub type SearchName = Line<80>;

/// A search whose owner wants to hear of homes that answer it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SavedSearch {
    pub saved_search_id: SavedSearchId,
    /// Counts the writes; a write names the version it changes.
    pub version: u64,
    pub owner: SearchOwner,
    pub name: SearchName,
    /// On its first page, in no layout or order of its own. Kept as the query string.
    #[serde(serialize_with = "write_query", deserialize_with = "read_query")]
    pub query: SearchQuery,
    pub frequency: AlertFrequency,
    /// What to be told of; none is the same as [`AlertFrequency::Never`].
    pub kinds: EnumSet<AlertKind>,
    /// The language of the mails.
    pub locale: Locale,
    /// When the owner said, from a mail, that the mails are wanted; nothing is sent before.
    pub confirmed_at: Option<Timestamp>,
    /// When an account removed it; it can be brought back for [`SavedSearch::RESTORABLE_FOR`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removed_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub modified_at: Timestamp,
}

/// Whose a saved search is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SearchOwner {
    Account(AccountId),
    /// Somebody without an account.
    Address(EmailAddress),
}

/// How often mail is wanted.
#[derive(
    Debug,
    Hash,
    Default,
    EnumSetType,
    Serialize,
    Deserialize,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
pub enum AlertFrequency {
    /// As soon as it happens, up to the number of mails a day that a level gives.
    Instant,
    /// One mail a day, when there is something to tell.
    #[default]
    Daily,
    /// One mail a week, when there is something to tell.
    Weekly,
    /// Kept, without mails.
    Never,
}

impl AlertFrequency {
    /// The name in a form, as in `daily`.
    pub fn key(self) -> &'static str {
        self.into()
    }
}

impl SavedSearch {
    /// How long a removed search can be brought back.
    pub const RESTORABLE_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);

    /// The search as it is saved: what it asks for, without page, layout and order.
    pub fn normalized(query: SearchQuery) -> SearchQuery {
        SearchQuery {
            page: Page::default(),
            layout: Layout::default(),
            sort: None,
            ..query
        }
    }

    /// Whether mail about it is wanted at all.
    pub fn is_active(&self) -> bool {
        self.confirmed_at.is_some()
            && self.removed_at.is_none()
            && self.frequency != AlertFrequency::Never
            && !self.kinds.is_empty()
    }
}

fn write_query<S: Serializer>(query: &SearchQuery, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&query.to_query_string())
}

/// A query string of which a part can't be read is refused: without that part the search
/// would find more than its owner asked for.
fn read_query<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SearchQuery, D::Error> {
    let text = String::deserialize(deserializer)?;
    let (query, errors) = SearchQuery::parse(&text);
    match errors.first() {
        None => Ok(query),
        Some(error) => Err(D::Error::custom(error)),
    }
}

/// A name for a search nobody has named: 1 to 80 characters of `text`, cut where needed.
pub fn name_from(text: &str) -> Result<SearchName, FieldError> {
    let cut: String = text.chars().take(80).collect();
    SearchName::parse("name", &cut)
}
