//! What search engines read of a search.

use crate::seo::PageHead;
use durbar_domain::{
    Locale,
    search::{SearchQuery, SearchResults},
};
use durbar_messages::{self as messages, Label};
use leptos::prelude::*;

/// Only the whole market and one neighbourhood, alone or with one type, belong in search
/// engines: the other combinations are without end.
fn is_indexed(query: &SearchQuery) -> bool {
    let bare = SearchQuery {
        neighbourhoods: query.neighbourhoods,
        property_sub_types: query.property_sub_types,
        ..SearchQuery::default()
    };
    *query == bare
        && query.neighbourhoods.len() <= 1
        && query.property_sub_types.len() <= query.neighbourhoods.len()
}

/// The heading: as exact as one neighbourhood and one type make it.
pub fn title(query: &SearchQuery, locale: Locale) -> String {
    let place = query
        .neighbourhoods
        .iter()
        .next()
        .filter(|_| query.neighbourhoods.len() == 1);
    let kind = query
        .property_sub_types
        .iter()
        .next()
        .filter(|_| query.property_sub_types.len() == 1);
    match (place, kind) {
        (Some(place), Some(kind)) => {
            messages::search::title_type_in(locale, kind.label(locale), place.name().get(locale))
        }
        (Some(place), None) => messages::search::title_in(locale, place.name().get(locale)),
        (None, _) => messages::search::title(locale).to_owned(),
    }
}

#[component]
pub fn SearchHead(locale: Locale, query: SearchQuery, results: SearchResults) -> impl IntoView {
    let noindex = !is_indexed(&query) || results.total == 0;
    view! {
        <PageHead
            locale
            path=query.path()
            title=title(&query, locale)
            description=messages::search::description(locale)
            noindex
        />
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_neighbourhood_and_type_are_indexed() {
        let indexed = |text: &str| is_indexed(&SearchQuery::parse(text).0);
        assert!(indexed(""));
        assert!(indexed("in=sanepa"));
        assert!(indexed("in=sanepa&type=duplex"));
        for narrow in [
            "type=duplex",
            "in=sanepa&in=tokha",
            "q=pool",
            "in=sanepa&beds=4",
            "page=2",
            "sort=newest",
            "view=map",
        ] {
            assert!(!indexed(narrow), "{narrow}");
        }
    }
}
