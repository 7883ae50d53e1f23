//! A search in words.

use super::{chips, head};
use durbar_domain::{
    FieldError, Locale,
    saved_search::{SearchName, name_from},
    search::SearchQuery,
};

/// What a search asks for: its filters, or that it asks for none.
pub fn search_words(query: &SearchQuery, locale: Locale) -> String {
    match chips::words_of(query, locale).join(", ") {
        words if words.is_empty() => head::title(query, locale),
        words => words,
    }
}

/// A name for a search that nobody has named.
///
/// # Errors
/// When not even the heading of the search makes a name.
pub fn search_name(query: &SearchQuery, locale: Locale) -> Result<SearchName, FieldError> {
    // A text that somebody searched for may hold what no name may.
    name_from(&search_words(query, locale)).or_else(|_| name_from(&head::title(query, locale)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_is_named_by_what_it_asks_for() {
        let name = |text: &str, locale| {
            let (query, errors) = SearchQuery::parse(text);
            assert!(errors.is_empty(), "{errors:?}");
            search_name(&query, locale)
                .expect("a name")
                .as_str()
                .to_owned()
        };
        let sanepa = name("in=sanepa&beds=4", Locale::En);
        assert!(
            sanepa.contains("Sanepa") && sanepa.contains('4'),
            "{sanepa}"
        );
        assert!(name("in=sanepa", Locale::Ne).contains("सानेपा"));
        assert!(!name("", Locale::En).is_empty());
        let long = name(&format!("q={}", "palace+".repeat(20)), Locale::En);
        assert!(long.chars().count() <= 80, "{long}");
    }
}
