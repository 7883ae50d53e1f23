//! Searches as addresses, and back.

use super::random::search;
use crate::{
    Neighbourhood, Npr,
    area::AreaUnit,
    error::Problem,
    search::{
        FilterGroup, Layout, SearchQuery,
        query::{LandAmount, Page},
    },
};
use enumset::EnumSet;
use proptest::prelude::*;
use strum::VariantArray;

fn parse(text: &str) -> SearchQuery {
    let (query, errors) = SearchQuery::parse(text);
    assert_eq!(errors, [], "{text}");
    query
}

proptest! {
    #[test]
    fn every_search_round_trips(query in search()) {
        let text = query.to_query_string();
        let (read_back, errors) = SearchQuery::parse(&text);
        prop_assert_eq!(errors, []);
        prop_assert_eq!(&read_back, &query);
        prop_assert_eq!(read_back.to_query_string(), text.clone());
        prop_assert!(text.len() <= SearchQuery::MAX_QUERY_STRING);
        prop_assert!(text.bytes().all(|b| b.is_ascii_alphanumeric() || b"%&=+-._*".contains(&b)), "{}", text);
        let json = serde_json::to_string(&query).expect("it serialises");
        prop_assert_eq!(serde_json::from_str::<SearchQuery>(&json).expect("it reads back"), query);
    }

    /// What is read from any text is a search whose address reads back as itself.
    #[test]
    fn any_text_becomes_a_search_that_round_trips(
        text in prop_oneof![
            any::<String>(),
            "(q|in|type|status|beds|baths|min_price|max_price|min_land|road|box|area|page|view|sort)=[ -~०-९]{0,12}(&(beds|max_land|min_built|land_unit|facing)=[0-9a-z.,]{0,9}){0,4}",
        ]
    ) {
        let (query, errors) = SearchQuery::parse(&text);
        let mut fields: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
        fields.sort_unstable();
        fields.dedup();
        prop_assert_eq!(fields.len(), errors.len(), "a field is named once");
        prop_assert_eq!(parse(&query.to_query_string()).to_query_string(), query.to_query_string());
    }

    #[test]
    fn a_filter_removed_leaves_the_rest(query in search()) {
        for group in FilterGroup::VARIANTS {
            let without = query.without(*group);
            prop_assert_eq!(without.page, Page(1));
            prop_assert_eq!(&without.without(*group), &without);
            prop_assert_eq!(&without.text, &query.text);
        }
        let bare = FilterGroup::VARIANTS.iter().fold(query, |query, group| query.without(*group));
        let bare = SearchQuery { text: None, availability: EnumSet::empty(), ..bare };
        prop_assert!(bare.is_unfiltered());
    }
}

#[test]
fn a_search_that_asks_for_nothing_is_empty() {
    assert_eq!(SearchQuery::default().to_query_string(), "");
    assert_eq!(SearchQuery::default().path(), "/homes");
    assert!(SearchQuery::default().is_unfiltered());
    assert_eq!(parse(""), SearchQuery::default());
    // A form with every field left empty.
    assert_eq!(
        parse("q=&min_price=&max_price=+&beds=&in=&land_unit=&sort="),
        SearchQuery::default()
    );
    assert!(parse("sort=price-low&view=map&page=3&land_unit=ropani").is_unfiltered());
    assert!(!parse("beds=1").is_unfiltered());
}

#[test]
fn addresses_are_readable() {
    let query = SearchQuery {
        text: Some("garden & पोखरी".into()),
        neighbourhoods: Neighbourhood::Sanepa | Neighbourhood::Bhaisepati,
        max_price: Some(Npr::crore(12)),
        bedrooms: Some(4),
        min_land: Some(LandAmount { hundredths: 450 }),
        road_width_decimetres: Some(65),
        layout: Layout::Map,
        page: Page(2),
        ..SearchQuery::default()
    };
    assert_eq!(
        query.path(),
        "/homes?q=garden+%26+%E0%A4%AA%E0%A5%8B%E0%A4%96%E0%A4%B0%E0%A5%80&in=bhaisepati&in=sanepa\
         &max_price=120000000&beds=4&min_land=4.5&road=6.5&view=map&page=2"
    );
}

#[test]
fn numbers_as_people_type_them() {
    let rupees = |text: &str| {
        parse(&format!("min_price={text}"))
            .min_price
            .map(|price| price.rupees())
    };
    for text in [
        "12500000",
        "1,25,00,000",
        "12,500,000",
        "१२५०००००",
        "१,२५,००,०००",
        "+12500000+",
        "12500000.0",
        "12500000.",
    ] {
        assert_eq!(rupees(text), Some(12_500_000), "{text}");
    }
    let land = |text: &str| {
        parse(&format!("min_land={text}&land_unit=ropani"))
            .land_range()
            .0
    };
    assert_eq!(
        land("1.5").map(|area| area.amount(AreaUnit::Ropani)),
        Some(1.5)
    );
    assert_eq!(land(".5"), land("०.५०"));
}

#[test]
fn odd_numbers_are_refused() {
    let odd = [
        "abc", "-1", "1e9", "1E3", "inf", "Infinity", "NaN", "nan", "0x10", "1_000", "1 000", ".",
        ",", "1..2", "1.2.3", "12,5", "1,2,3", ",100", "100,", "1000,000", "1.5,000", "--1", "١٢",
        "½", "１２", "5m", "1/2", "12 crore",
    ];
    for text in odd {
        for field in ["min_price", "beds", "min_land", "road", "min_built", "page"] {
            let value: String = form_urlencoded::byte_serialize(text.as_bytes()).collect();
            let (query, errors) = SearchQuery::parse(&format!("{field}={value}&view=list"));
            assert_eq!(errors.len(), 1, "{field}={text}");
            assert_eq!(
                (errors[0].field.as_str(), &errors[0].problem),
                (field, &Problem::NotANumber),
                "{text}"
            );
            assert_eq!(query, parse("view=list"), "the rest holds");
        }
    }
    let out_of_range = [
        "beds=51",
        "baths=1000000",
        "min_price=100000000001",
        "min_land=10000001",
        "road=100.1",
        "min_built=1000001",
        "page=0",
        "page=10001",
    ];
    for text in out_of_range {
        let (_, errors) = SearchQuery::parse(text);
        assert!(
            matches!(errors[0].problem, Problem::OutOfRange { .. }),
            "{text}"
        );
    }
    for text in ["beds=1.5", "page=2.1", "min_price=0.5"] {
        let (_, errors) = SearchQuery::parse(text);
        assert!(
            matches!(errors[0].problem, Problem::Malformed { .. }),
            "{text}"
        );
    }
}

#[test]
fn inverted_ranges_are_dropped_with_both_ends() {
    for (text, field) in [
        ("min_price=9000000&max_price=8000000", "min_price"),
        ("min_land=2&max_land=1", "min_land"),
        ("max_built=100&min_built=100.0&min_built=101", "min_built"),
    ] {
        let (query, errors) = SearchQuery::parse(&format!("{text}&beds=3"));
        assert_eq!(errors.len(), 1);
        assert_eq!(
            (errors[0].field.as_str(), &errors[0].problem),
            (field, &Problem::Inverted)
        );
        assert_eq!(query, parse("beds=3"));
    }
    assert!(parse("min_price=5&max_price=5").min_price.is_some());
}

#[test]
fn the_last_of_single_values_counts_and_sets_are_joined() {
    assert_eq!(parse("beds=2&beds=4").bedrooms, Some(4));
    assert_eq!(
        parse("in=sanepa&in=tokha&in=sanepa").neighbourhoods,
        Neighbourhood::Sanepa | Neighbourhood::Tokha
    );
    assert_eq!(
        parse("utm_source=x&__proto__=1&IN=sanepa"),
        SearchQuery::default()
    );
    let (_, errors) = SearchQuery::parse("in=Sanepa");
    let Problem::NotOneOf { accepted } = &errors[0].problem else {
        panic!("{errors:?}")
    };
    assert!(
        accepted.starts_with("budhanilkantha, bhaisepati, sanepa"),
        "{accepted}"
    );
}

/// Found by fuzzing: places with more decimals than an address has.
#[test]
fn places_are_those_that_the_address_writes() {
    for text in [
        "area=27.6,85.2;27.8,85.2;27.8,85.499999999",
        "area=27.60000449,85.2;27.8,85.2000051;-0.000001,85.4",
        "box=27.600001,85.2000049,27.7999999,85.4000001",
        "box=-0.000001,-0.000001,0.000001,0.000001",
        "box=-89.9999999,-179.9999999,89.9999999,179.9999999",
    ] {
        let (query, errors) = SearchQuery::parse(text);
        assert_eq!(errors, [], "{text}");
        let address = query.to_query_string();
        assert_eq!(SearchQuery::parse(&address), (query, vec![]), "{address}");
    }
}
