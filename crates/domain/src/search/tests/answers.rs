//! Totals, counts, order and pages.

use super::{
    naive,
    random::{homes, search},
};
use crate::{
    Neighbourhood, Npr, PropertyId,
    attributes::*,
    search::{
        Evaluation, Facets, FilterGroup, PAGE_SIZE, SearchQuery, SearchRow, Sort, evaluate,
        evaluate::Candidate, query::Page,
    },
    status::Availability,
};
use enumset::{EnumSet, EnumSetType};
use proptest::prelude::*;
use std::{cmp::Reverse, collections::HashMap};
use strum::VariantArray;

fn answer(query: &SearchQuery, homes: &[SearchRow]) -> Evaluation {
    evaluate(query, homes.iter().map(|row| Candidate { row, score: 0.0 }))
}

/// All homes found, page after page.
fn all_pages(query: &SearchQuery, homes: &[SearchRow]) -> Vec<PropertyId> {
    let pages = answer(query, homes).pages;
    (1..=pages)
        .flat_map(|page| {
            let found = answer(
                &SearchQuery {
                    page: Page(page),
                    ..query.clone()
                },
                homes,
            );
            assert_eq!((found.page, found.pages), (page, pages));
            assert!(found.listing_ids.len() == PAGE_SIZE || page == pages);
            found.listing_ids
        })
        .collect()
}

/// What each choice would show, reckoned by asking for it.
fn asked<T: EnumSetType + VariantArray>(
    homes: &[SearchRow],
    ask: impl Fn(EnumSet<T>) -> SearchQuery,
) -> Vec<u32> {
    let show = |choice: &T| naive::count(&ask(EnumSet::only(*choice)), homes) as u32;
    T::VARIANTS.iter().map(show).collect()
}

fn reckoned_facets(query: &SearchQuery, homes: &[SearchRow]) -> Facets {
    let q = || query.clone();
    let rooms = |ask: &dyn Fn(Option<u8>) -> SearchQuery| {
        (0..=Facets::ROOMS as u8)
            .map(|rooms| naive::count(&ask(Some(rooms)), homes) as u32)
            .collect()
    };
    let prices = |ask: &dyn Fn(Npr) -> SearchQuery| {
        let show = |price: Npr| naive::count(&ask(price), homes) as u32;
        Facets::PRICES.map(show).to_vec()
    };
    Facets {
        min_price: prices(&|price| SearchQuery {
            min_price: Some(price),
            ..q()
        }),
        max_price: prices(&|price| SearchQuery {
            max_price: Some(price),
            ..q()
        }),
        roads: Facets::ROADS
            .map(|width| {
                let road_width_decimetres = Some(width);
                let ask = SearchQuery {
                    road_width_decimetres,
                    ..q()
                };
                naive::count(&ask, homes) as u32
            })
            .to_vec(),
        neighbourhoods: asked::<Neighbourhood>(homes, |c| SearchQuery {
            neighbourhoods: c,
            ..q()
        }),
        property_sub_types: asked::<PropertySubType>(homes, |c| SearchQuery {
            property_sub_types: c,
            ..q()
        }),
        availability: asked::<Availability>(homes, |c| SearchQuery {
            availability: c,
            ..q()
        }),
        facings: asked::<Facing>(homes, |c| SearchQuery { facings: c, ..q() }),
        amenities: asked::<Amenity>(homes, |c| SearchQuery {
            amenities: query.amenities | c,
            ..q()
        }),
        bedrooms: rooms(&|bedrooms| SearchQuery { bedrooms, ..q() }),
        bathrooms: rooms(&|bathrooms| SearchQuery { bathrooms, ..q() }),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn totals_and_counts_are_as_reckoned(query in search(), homes in homes(150)) {
        let found = answer(&query, &homes);
        prop_assert_eq!(found.total, naive::count(&query, &homes));
        prop_assert_eq!(&found.facets, &reckoned_facets(&query, &homes));
        let alone = |group: FilterGroup| {
            homes.iter().filter(|home| {
                FilterGroup::VARIANTS.iter().all(|other| naive::passes(&query, home, *other) != (*other == group))
            }).count()
        };
        let kept_out: HashMap<FilterGroup, usize> = found.kept_out.iter().copied().collect();
        for group in FilterGroup::VARIANTS {
            prop_assert_eq!(kept_out.get(group).copied().unwrap_or(0), alone(*group), "{:?}", group);
            // What is told to be gained by loosening a filter is gained.
            let without = naive::count(&query.without(*group), &homes);
            prop_assert_eq!(without, found.total + alone(*group), "{:?}", group);
        }
    }

    #[test]
    fn pages_hold_every_match_once(query in search(), homes in homes(150)) {
        let mut shown = all_pages(&query, &homes);
        shown.sort_unstable();
        let mut expected: Vec<PropertyId> =
            homes.iter().filter(|home| naive::matches(&query, home)).map(|home| home.listing_id).collect();
        expected.sort_unstable();
        prop_assert_eq!(shown, expected);
        // A page beyond the end is the last one.
        let found = answer(&SearchQuery { page: Page(u32::MAX), ..query.clone() }, &homes);
        prop_assert_eq!(found.page, found.pages);
        let found = answer(&SearchQuery { page: Page(0), ..query }, &homes);
        prop_assert_eq!(found.page, 1);
    }

    #[test]
    fn results_are_in_the_order_asked_for(homes in homes(150), sort in prop::sample::select(Sort::VARIANTS), turn: bool) {
        let query = SearchQuery { text: Some("villa".into()), sort: Some(sort), availability: EnumSet::all(), ..Default::default() };
        let mut given = homes.clone();
        if turn {
            given.reverse();
        }
        let last_if_unknown = |figure: u64| if figure == 0 { u64::MAX } else { figure };
        let figure = |home: &SearchRow| match sort {
            Sort::BestMatch | Sort::Newest => 0,
            Sort::PriceLow => last_if_unknown(home.list_price),
            Sort::PriceHigh => u64::MAX - home.list_price,
            Sort::PricePerAana => last_if_unknown(home.price_per_aana),
            Sort::LargestLand => u64::MAX - home.land,
        };
        let mut expected = homes;
        expected.sort_by_key(|home| (figure(home), Reverse(home.on_market_day), home.listing_id));
        let expected: Vec<PropertyId> = expected.iter().map(|home| home.listing_id).collect();
        prop_assert_eq!(all_pages(&query, &given), expected);
    }

    #[test]
    fn better_matches_come_first(homes in homes(60), scores in prop::collection::vec(any::<f32>(), 60)) {
        let query = SearchQuery { text: Some("villa".into()), availability: EnumSet::all(), ..Default::default() };
        let candidates = || homes.iter().zip(&scores).map(|(row, score)| Candidate { row, score: *score });
        let found = evaluate(&query, candidates());
        let score: HashMap<PropertyId, f32> =
            candidates().map(|found| (found.row.listing_id, if found.score > 0.0 { found.score } else { 0.0 })).collect();
        let shown: Vec<f32> = found.listing_ids.iter().map(|id| score[id]).collect();
        prop_assert!(shown.is_sorted_by(|a, b| a >= b), "{:?}", shown);
        let best = score.values().copied().fold(0.0, f32::max);
        prop_assert!(shown.first().is_none_or(|first| *first == best));
    }

    /// Asking about prices in any way never tells a price on request.
    #[test]
    fn a_price_on_request_cannot_be_found_out(query in search(), homes in homes(100), secret in 1..Npr::MAX_RUPEES) {
        let asked = query.min_price.is_some() || query.max_price.is_some();
        let hidden: Vec<PropertyId> =
            homes.iter().filter(|home| home.list_price == 0).map(|home| home.listing_id).collect();
        let shown = all_pages(&query, &homes);
        prop_assert!(!asked || shown.iter().all(|id| !hidden.contains(id)));
        if matches!(query.sort, Some(Sort::PriceLow | Sort::PriceHigh | Sort::PricePerAana)) {
            let first_hidden = shown.iter().position(|id| hidden.contains(id)).unwrap_or(shown.len());
            prop_assert!(shown[first_hidden..].iter().all(|id| hidden.contains(id)), "they come last, by day");
        }
        // Rows are made from cards, which don't know the price: see `crate::public`.
        let mut listing = crate::fixtures::villa();
        listing.price = crate::listing::Price::new(Npr::from_rupees(secret).expect("a price"), listing.on_market_date, true);
        let row = SearchRow::of(&listing.summarize()).expect("it is published");
        prop_assert_eq!((row.list_price, row.price_per_aana), (0, 0));
    }
}

#[test]
fn nothing_to_find() {
    let found = answer(&SearchQuery::default(), &[]);
    assert_eq!((found.total, found.page, found.pages), (0, 1, 1));
    assert_eq!(
        (found.listing_ids, found.pins, found.kept_out),
        (vec![], vec![], vec![])
    );
    assert_eq!(found.facets, Facets::new());
}

#[test]
fn a_row_holds_the_public_figures() {
    let mut listing = crate::fixtures::villa();
    let row = SearchRow::of(&listing.summarize()).expect("it is published");
    assert_eq!(row.list_price, 9_800_000_000);
    assert_eq!(row.price_per_aana, 753_800_000);
    assert_eq!((row.land, row.living_area), (13 * 21_904, 4_300));
    assert_eq!(row.on_market_day, 20_731); // 5 October 2026
    assert_eq!(
        (row.bedrooms, row.bathrooms, row.road_width_decimetres),
        (5, 4, 60)
    );
    listing.on_market_date = jiff::civil::date(1969, 12, 31);
    assert_eq!(
        SearchRow::of(&listing.summarize()).map(|row| row.on_market_day),
        Some(-1)
    );
    listing.standard_status = crate::StandardStatus::Withdrawn;
    assert_eq!(SearchRow::of(&listing.summarize()), None);
}

#[test]
fn text_decides_the_order_where_none_is_asked_for() {
    let with = |text: Option<&str>, sort| {
        SearchQuery {
            text: text.map(Into::into),
            sort,
            ..Default::default()
        }
        .effective_sort()
    };
    assert_eq!(with(None, None), Sort::Newest);
    assert_eq!(with(None, Some(Sort::BestMatch)), Sort::Newest);
    assert_eq!(with(Some("villa"), None), Sort::BestMatch);
    assert_eq!(with(Some("villa"), Some(Sort::PriceLow)), Sort::PriceLow);
}
