//! What nobody sends who looks for a home.

use super::random::homes;
use crate::{
    error::Problem,
    search::{SearchQuery, evaluate, evaluate::Candidate},
};
use proptest::prelude::*;

/// Reads a query, answers it over some homes, and gives the fields that were refused.
fn refused(text: &str, homes: &[crate::search::SearchRow]) -> Vec<(String, Problem)> {
    let (query, errors) = SearchQuery::parse(text);
    let found = evaluate(
        &query,
        homes.iter().map(|row| Candidate {
            row,
            score: f32::NAN,
        }),
    );
    assert!(found.total <= homes.len() && found.page <= found.pages);
    errors
        .into_iter()
        .map(|error| (error.field, error.problem))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn hostile_queries_are_named_and_answered(homes in homes(120)) {
        let long = format!("q={}", "x".repeat(10_000));
        let corners = |count: usize| (0..count).map(|n| format!("{},{};", n * 7 % 90, n * 13 % 180)).collect::<String>();
        let cases = [
            (long, "query"),
            (format!("q={}", "घ".repeat(201)), "q"),
            ("q=a%00b".to_owned(), "q"),
            ("q=a%1B%5B31mb".to_owned(), "q"),
            ("min_price=9&max_price=1".to_owned(), "min_price"),
            ("min_price=NaN".to_owned(), "min_price"),
            ("max_price=inf".to_owned(), "max_price"),
            (format!("min_price={}", "9".repeat(5_000)), "min_price"),
            ("beds=-1".to_owned(), "beds"),
            ("box=nan,nan,nan,nan".to_owned(), "box"),
            ("box=-inf,0,inf,0".to_owned(), "box"),
            ("box=28,85,27,86".to_owned(), "box"),
            ("box=1,2,3".to_owned(), "box"),
            ("area=1,1;2,2".to_owned(), "area"),
            (format!("area={}", corners(101)), "area"),
            (format!("area={}", corners(10_000)), "query"),
            ("page=4294967296".to_owned(), "page"),
            ("sort=%27%3B+DROP+TABLE".to_owned(), "sort"),
            ("%FF%FE=%FF&in=%FF".to_owned(), "in"),
        ];
        for (text, field) in cases {
            let errors = refused(&text, &homes);
            let fields: Vec<&str> = errors.iter().map(|(field, _)| field.as_str()).collect();
            prop_assert_eq!(fields, [field], "{:.60}", text);
        }
        let accepted = [
            format!("area={}", corners(100)),                   // crosses itself all over
            "area=27,85;28,86;28,85;27,86".to_owned(),          // a bow tie
            "area=27,85;27,85;27,85".to_owned(),                // a point
            "box=-90,179,90,-179".to_owned(),                   // across the date line
            "box=27.7,85.3,27.7,85.3".to_owned(),               // a point
            "box=-90,-180,90,180&page=10000".to_owned(),
            format!("q={}", "%E0%A4%98".repeat(200)),
            "&&&=&=x&;;%&%zz".to_owned(),
            "in=sanepa&".repeat(700),
        ];
        for text in accepted {
            prop_assert_eq!(refused(&text, &homes), [], "{:.60}", text);
        }
    }
}

#[test]
fn a_thousand_errors_are_named_once() {
    let text = "amenity=x&".repeat(800);
    assert_eq!(refused(&text, &[]).len(), 1);
}
