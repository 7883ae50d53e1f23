//! Any text is a search, whose address reads back as the same search.

use durbar_domain::search::SearchQuery;

/// Takes a query.
///
/// # Panics
/// When it is not so.
pub fn body(text: &str) {
    let (query, _) = SearchQuery::parse(text);
    let address = query.to_query_string();
    assert!(address.len() <= SearchQuery::MAX_QUERY_STRING);
    let (again, errors) = SearchQuery::parse(&address);
    assert_eq!(errors, [], "{address}");
    assert_eq!(again, query, "{address}");
}
