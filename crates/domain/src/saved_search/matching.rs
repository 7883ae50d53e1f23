//! Whether a home answers a saved search.

use super::{Alert, SavedSearch};
use crate::search::{SearchQuery, SearchRow, passes};
use std::collections::HashSet;

/// Cuts a text into words that can be compared: folded spellings, without endings and
/// without words that say nothing.
pub type Words = fn(&str) -> Vec<String>;

/// A home as saved searches look at it.
#[derive(Debug, Clone, Copy)]
pub struct HomeInSearch<'a> {
    pub row: &'a SearchRow,
    /// The words of its title and its neighbourhood in both languages.
    pub words: &'a HashSet<String>,
}

impl HomeInSearch<'_> {
    /// Whether the home answers a search of whose text these are the words: it passes every
    /// filter, and has every word.
    pub(super) fn answers(&self, query: &SearchQuery, words: &[String]) -> bool {
        passes(query, self.row) && words.iter().all(|word| self.words.contains(word))
    }
}

impl SavedSearch {
    /// Whether a home answers this search, its order, page and layout aside.
    pub fn matches(&self, home: HomeInSearch<'_>, words: Words) -> bool {
        home.answers(&self.query, &words_of(&self.query, words))
    }
}

impl Alert {
    /// The homes a search is compared with: as it now is, and as it was, so that whoever saw
    /// it hears that it has become too dear or has gone.
    pub(super) fn homes<'a>(
        &'a self,
        words: &'a HashSet<String>,
    ) -> impl Iterator<Item = HomeInSearch<'a>> {
        let rows = self.after.iter().chain(&self.before);
        rows.map(move |row| HomeInSearch { row, words })
    }
}

/// The words a search asks for.
pub(super) fn words_of(query: &SearchQuery, words: Words) -> Vec<String> {
    query.text.as_deref().map(words).unwrap_or_default()
}
