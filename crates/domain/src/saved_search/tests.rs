//! The index finds what a plain look at every search finds, and alerts tell public facts.

use super::*;
use crate::{
    Listing, Npr, PropertyId, PublicListing, StandardStatus,
    event::EventDetail,
    fixtures::villa,
    listing::PriceChange,
    search::{SearchRow, tests::random},
};
use jiff::civil::date;
use proptest::prelude::*;
use std::collections::HashSet;

/// Enough for tests: lower-case words.
fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_lowercase).collect()
}

fn time() -> Timestamp {
    "2026-11-22T04:15:00Z".parse().expect("a time")
}

fn saved(number: u64, query: SearchQuery) -> SavedSearch {
    SavedSearch {
        saved_search_id: SavedSearchId::from_parts(number, 1),
        version: 1,
        owner: SearchOwner::Account(AccountId::from_parts(number, 2)),
        name: SearchName::parse("name", "A search").expect("a name"),
        query,
        frequency: AlertFrequency::Instant,
        kinds: EnumSet::all(),
        locale: Locale::En,
        confirmed_at: Some(time()),
        removed_at: None,
        created_at: time(),
        modified_at: time(),
    }
}

fn alert(after: Option<SearchRow>, before: Option<SearchRow>, kinds: EnumSet<AlertKind>) -> Alert {
    Alert {
        kinds,
        after,
        before,
        price_before: None,
    }
}

fn ids(found: Vec<Found<'_>>) -> Vec<SavedSearchId> {
    let mut ids: Vec<_> = found
        .into_iter()
        .map(|found| found.saved_search_id)
        .collect();
    ids.sort_unstable();
    ids
}

fn some_words() -> impl Strategy<Value = HashSet<String>> {
    prop::collection::hash_set("[abc]", 0..3)
}

fn query() -> impl Strategy<Value = SearchQuery> {
    (
        random::search(),
        prop::option::weighted(0.2, "[abc]( [abc])?"),
    )
        .prop_map(|(query, text)| SearchQuery { text, ..query })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_index_finds_what_a_look_at_every_search_finds(
        queries in prop::collection::vec((query(), random::set::<AlertKind>(3)), 0..60),
        after in prop::option::of(random::home()),
        before in prop::option::of(random::home()),
        kinds in random::set::<AlertKind>(3),
        home_words in some_words(),
        gone in prop::collection::vec(any::<prop::sample::Index>(), 0..10),
    ) {
        let mut searches: Vec<SavedSearch> = queries
            .into_iter()
            .zip(1..)
            .map(|((query, kinds), number)| SavedSearch { kinds, ..saved(number, query) })
            .collect();
        let mut index = SavedSearchIndex::new(words);
        searches.iter().for_each(|search| index.put(search));
        for one in gone {
            if !searches.is_empty() {
                let search = searches.swap_remove(one.index(searches.len()));
                index.remove(search.saved_search_id);
            }
        }
        let alert = alert(after, before, kinds);
        let mut expected: Vec<SavedSearchId> = searches
            .iter()
            .filter(|search| search.is_active() && alert.told_as(search.kinds).is_some())
            .filter(|search| alert.homes(&home_words).any(|home| search.matches(home, words)))
            .map(|search| search.saved_search_id)
            .collect();
        expected.sort_unstable();
        prop_assert_eq!(ids(index.find(&alert, &home_words)), expected);
        prop_assert_eq!(index.len(), searches.iter().filter(|search| search.is_active()).count());
        searches.iter().for_each(|search| index.remove(search.saved_search_id));
        prop_assert!(index.is_empty() && index.find(&alert, &home_words).is_empty());
    }

    #[test]
    fn a_saved_search_reads_back(query in random::search()) {
        let search = saved(1, SavedSearch::normalized(query));
        let json = serde_json::to_string(&search).expect("JSON");
        let read: SavedSearch = serde_json::from_str(&json).expect("a saved search");
        // Coordinates are kept as in an address, to 5 decimals.
        prop_assert_eq!(read.query.to_query_string(), search.query.to_query_string());
        prop_assert_eq!(SavedSearch { query: search.query.clone(), ..read }, search);
    }
}

#[test]
fn a_search_that_cannot_be_read_whole_is_refused() {
    let json = serde_json::to_string(&saved(1, SearchQuery::default())).expect("JSON");
    let broken = json.replace("\"query\":\"\"", "\"query\":\"beds=many\"");
    assert_ne!(json, broken);
    serde_json::from_str::<SavedSearch>(&broken).expect_err("it would find every home");
}

#[test]
fn an_older_version_changes_nothing_and_an_inactive_one_is_forgotten() {
    let mut index = SavedSearchIndex::new(words);
    let row = SearchRow::of(&villa().summarize()).expect("published");
    let alert = alert(Some(row), None, EnumSet::all());
    let found = |index: &SavedSearchIndex| index.find(&alert, &HashSet::new()).len();
    let newer = SavedSearch {
        version: 3,
        ..saved(1, SearchQuery::default())
    };
    index.put(&newer);
    let dear = SearchQuery {
        min_price: Some(Npr::crore(90)),
        ..SearchQuery::default()
    };
    index.put(&SavedSearch {
        version: 2,
        ..saved(1, dear)
    });
    assert_eq!(found(&index), 1);
    for inactive in [
        SavedSearch {
            version: 4,
            frequency: AlertFrequency::Never,
            ..newer.clone()
        },
        SavedSearch {
            version: 4,
            kinds: EnumSet::empty(),
            ..newer.clone()
        },
        SavedSearch {
            version: 4,
            confirmed_at: None,
            ..newer.clone()
        },
        SavedSearch {
            version: 4,
            removed_at: Some(time()),
            ..newer.clone()
        },
    ] {
        index.put(&newer);
        index.put(&inactive);
        assert_eq!(found(&index), 0, "{inactive:?}");
        assert!(index.is_empty());
    }
}

fn price_change(from: Npr, to: Npr) -> EventDetail {
    EventDetail::PriceChanged {
        listing_id: PropertyId::from_parts(1, 1),
        version: 4,
        from,
        to,
    }
}

fn status_change(from: StandardStatus, to: StandardStatus) -> EventDetail {
    EventDetail::StatusChanged {
        listing_id: PropertyId::from_parts(1, 1),
        version: 4,
        from,
        to,
    }
}

#[test]
fn a_price_that_was_or_is_on_request_is_never_told() {
    let mut home = villa();
    home.price.change(Npr::crore(8), date(2026, 11, 1));
    let before = Npr::from_rupees(98_000_000).expect("a price");
    let event = price_change(before, Npr::crore(8));
    let told = Alert::of(&event, &home.publish()).expect("public prices");
    assert_eq!(told.price_before, Some(before));

    // The price before was on request: the history says nothing of it.
    home.price.history.clear();
    let told = Alert::of(&event, &home.publish()).expect("a public price");
    assert_eq!((told.price_before, told.before), (None, None));
    home.price.history.push(PriceChange {
        date: date(2025, 1, 1),
        list_price: Npr::crore(7),
    });
    let told = Alert::of(&event, &home.publish()).expect("a public price");
    assert_eq!((told.price_before, told.before), (None, None));

    home.price.on_request = true;
    assert_eq!(Alert::of(&event, &home.publish()), None);
}

#[test]
fn what_a_later_event_tells_better_is_not_told() {
    let home = villa().publish();
    assert_eq!(
        Alert::of(&price_change(Npr::crore(9), Npr::crore(8)), &home),
        None
    );
    let closed = status_change(StandardStatus::Active, StandardStatus::Closed);
    assert_eq!(Alert::of(&closed, &home), None);
    let edited = EventDetail::ListingChanged {
        listing_id: home.card.listing_id,
        version: 2,
    };
    assert_eq!(Alert::of(&edited, &home), None);
}

#[test]
fn each_change_of_status_is_told_as_buyers_see_it() {
    use StandardStatus::*;
    let told = |from, to| {
        let home: PublicListing = Listing {
            standard_status: to,
            ..villa()
        }
        .publish();
        Alert::of(&status_change(from, to), &home).map(|alert| alert.kinds)
    };
    let new = Some(EnumSet::only(AlertKind::NewMatch));
    let changed = Some(EnumSet::only(AlertKind::StatusChange));
    assert_eq!(told(Incomplete, Active), new);
    assert_eq!(told(Incomplete, ComingSoon), new);
    assert_eq!(told(Withdrawn, Active), new);
    assert_eq!(
        told(ComingSoon, Active),
        Some(AlertKind::NewMatch | AlertKind::StatusChange)
    );
    assert_eq!(told(Active, ActiveUnderContract), changed);
    assert_eq!(told(Active, Closed), changed);
    assert_eq!(told(Active, Withdrawn), changed);
    assert_eq!(
        told(ActiveUnderContract, Pending),
        None,
        "both are under offer"
    );
    assert_eq!(told(Active, Hold), None, "nobody may know of it");
    assert_eq!(told(Expired, Canceled), None);
}

#[test]
fn whoever_saw_a_home_hears_that_it_is_sold_though_sold_homes_are_not_searched() {
    let home = Listing {
        standard_status: StandardStatus::Closed,
        ..villa()
    }
    .publish();
    let event = status_change(StandardStatus::Active, StandardStatus::Closed);
    let alert = Alert::of(&event, &home).expect("something to tell");
    let mut index = SavedSearchIndex::new(words);
    index.put(&saved(1, SearchQuery::default()));
    let found = index.find(&alert, &HashSet::new());
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].kind, AlertKind::StatusChange);
}

#[test]
fn a_box_of_the_whole_earth_and_one_across_the_date_line_are_compared_with_every_home() {
    let row = SearchRow::of(&villa().summarize()).expect("published");
    let alert = alert(Some(row), None, EnumSet::all());
    for (bounds, expected) in [
        ("-90,-180,90,180", 1),
        ("-90,170,90,-170", 0),
        ("27,85.35,28,85.2", 0),
    ] {
        let (query, errors) = SearchQuery::parse(&format!("box={bounds}"));
        assert!(errors.is_empty() && query.bounds.is_some());
        let mut index = SavedSearchIndex::new(words);
        index.put(&saved(1, query));
        assert_eq!(
            index.find(&alert, &HashSet::new()).len(),
            expected,
            "{bounds}"
        );
    }
}
