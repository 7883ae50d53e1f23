//! What search engines read of a search.

use super::{Found, prices::PriceSpan};
use crate::{
    components::card::SIZES as CARD_SIZES,
    seo::{PageHead, preload_picture},
};
use durbar_domain::{Locale, attributes::PropertySubType, format, search::SearchQuery};
use durbar_messages as messages;
use leptos::prelude::*;

/// Only the whole market and one neighbourhood, alone or with one type, belong in search
/// engines: the other combinations are without end.
pub(super) fn is_indexed(query: &SearchQuery) -> bool {
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
    use messages::search as words;
    let Some(place) = place.map(|place| *place.name().get(locale)) else {
        return words::title(locale).to_owned();
    };
    match kind {
        None => words::title_in(locale, place),
        Some(PropertySubType::SingleFamilyResidence) => words::title_houses_in(locale, place),
        Some(PropertySubType::Townhouse) => words::title_townhouses_in(locale, place),
        Some(PropertySubType::Duplex) => words::title_duplexes_in(locale, place),
        Some(PropertySubType::Apartment) => words::title_apartments_in(locale, place),
    }
}

/// What search engines show below the title: for a neighbourhood how many homes there are,
/// and between which prices.
fn description(
    query: &SearchQuery,
    total: u32,
    prices: Option<PriceSpan>,
    locale: Locale,
) -> String {
    use messages::search as words;
    if query.neighbourhoods.len() != 1 || total == 0 {
        return words::description(locale).to_owned();
    }
    let title = title(query, locale);
    match prices {
        Some(PriceSpan { lowest, highest }) if total == 1 || lowest < highest => {
            words::description_priced(
                locale,
                total.into(),
                title,
                format::npr_compact(lowest, locale),
                format::npr_compact(highest, locale),
            )
        }
        _ => words::description_in(locale, total.into(), title),
    }
}

/// Title and description, and the first picture fetched before the browser has read so far.
#[component]
pub fn SearchHead(locale: Locale, found: Found) -> impl IntoView {
    let Found {
        query,
        results,
        prices,
        ..
    } = found;
    let noindex = !is_indexed(&query) || results.total == 0;
    let first = results.homes.first().and_then(|home| home.pictures.first());
    if let Some(picture) = first {
        preload_picture(picture, CARD_SIZES);
    }
    view! {
        <PageHead
            locale
            path=query.path()
            title=title(&query, locale)
            description=description(&query, results.total, prices, locale)
            noindex
        />
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use durbar_domain::Npr;

    #[test]
    fn a_place_with_a_type_is_titled_as_people_say_it() {
        let query = SearchQuery::parse("in=bhaisepati&type=duplex").0;
        assert_eq!(title(&query, Locale::En), "Duplexes for sale in Bhaisepati");
        assert_eq!(title(&query, Locale::Ne), "भैंसेपाटीमा बिक्रीका डुप्लेक्स");
        let all = SearchQuery::default();
        assert_eq!(title(&all, Locale::En), messages::search::title(Locale::En));
    }

    #[test]
    fn a_place_is_described_by_count_and_prices() {
        let query = SearchQuery::parse("in=bhaisepati&type=duplex").0;
        let span = |lowest, highest| {
            Some(PriceSpan {
                lowest: Npr::crore(lowest),
                highest: Npr::crore(highest),
            })
        };
        let english = |total, prices| description(&query, total, prices, Locale::En);
        assert!(english(4, span(5, 9)).starts_with(
            "Duplexes for sale in Bhaisepati: 4 homes from NPR 5 crore to NPR 9 crore,"
        ));
        assert!(english(1, span(5, 5)).contains("1 home at NPR 5 crore,"));
        for prices in [None, span(5, 5)] {
            assert!(english(2, prices).contains(": 2 homes, with"));
        }
        assert!(
            description(&query, 4, span(5, 9), Locale::Ne)
                .contains("४ घर, मूल्य रु ५ करोडदेखि रु ९ करोडसम्म।")
        );
        let everything = messages::search::description(Locale::En);
        assert_eq!(english(0, None), everything);
        let all = SearchQuery::default();
        assert_eq!(description(&all, 40, None, Locale::En), everything);
    }

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
