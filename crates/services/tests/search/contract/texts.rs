//! Texts, and questions nobody should ask.

use super::{HOMES, expected};
use crate::{
    all_pages, found,
    market::{home, homes, worded},
    query, text,
};
use durbar_domain::{
    ListingSummary, Neighbourhood,
    search::{SearchQuery, query::Page},
};
use durbar_services::search::SearchIndex;

pub async fn text_finds_titles_and_places(
    search: impl AsyncFn(Vec<ListingSummary>) -> Box<dyn SearchIndex>,
) {
    let brick = worded(1, ["The brick house", "इँटाको घर"], ["Quiet.", "शान्त।"]);
    let stone = worded(2, ["Stone terraces", "ढुङ्गे घर"], ["Quiet.", "शान्त।"]);
    assert_eq!(brick.neighbourhood, Neighbourhood::Bhaisepati);
    let index = &*search(vec![brick.clone(), stone.clone()]).await;
    let ids = async |words: &str| all_pages(index, &text(words)).await;
    assert_eq!(ids("BRICK").await, [brick.listing_id]);
    assert_eq!(ids("terrace").await, [stone.listing_id]);
    assert_eq!(ids("brick bhaisepati").await, [brick.listing_id]);
    assert_eq!(ids("भैंसेपाटी").await, [brick.listing_id]);
    assert_eq!(ids("lalitpur").await.len(), 2);
    assert_eq!(ids("cathedral").await, []);
    assert_eq!(ids("?!").await.len(), 2, "no word asks for nothing");
}

pub async fn text_combines_with_filters(
    search: impl AsyncFn(Vec<ListingSummary>) -> Box<dyn SearchIndex>,
) {
    let index = &*search(homes(HOMES)).await;
    for digits in ["123", "१२३"] {
        assert_eq!(
            all_pages(index, &text(digits)).await,
            [home(123).listing_id],
            "{digits}"
        );
    }
    let (narrowed, _) = SearchQuery::parse("q=number&beds=5&in=sanepa&sort=newest");
    let wanted = expected(|c| c.bedrooms_total >= 5 && c.neighbourhood == Neighbourhood::Sanepa);
    assert_eq!(all_pages(index, &narrowed).await, wanted);
}

pub async fn hostile_texts_find_little_and_break_nothing(
    search: impl AsyncFn(Vec<ListingSummary>) -> Box<dyn SearchIndex>,
) {
    let index = &*search(homes(HOMES)).await;
    let texts = [
        "x".repeat(10_000),
        "a b c d e f g h ".repeat(700),
        "\u{0}\u{1}\u{7f}\u{202e}".repeat(50),
        "्".repeat(200),
        "ि\u{200d}".repeat(200),
        "*:* OR title:[a TO z]~2 \"".repeat(20),
        "🏠".repeat(100),
        "prp_00000000000000000000000000".to_owned(),
        "e\u{301}".repeat(5_000),
        "ﷺ".repeat(500),
    ];
    for hostile in texts {
        found(index, &text(&hostile)).await;
        found(
            index,
            &SearchQuery {
                page: Page(u32::MAX),
                ..text(&hostile)
            },
        )
        .await;
    }
}

pub async fn odd_boxes_are_answered(
    search: impl AsyncFn(Vec<ListingSummary>) -> Box<dyn SearchIndex>,
) {
    let index = &*search(homes(HOMES)).await;
    let everything = found(index, &query("")).await.total;
    assert_eq!(
        found(index, &query("box=-90,-180,90,180")).await.total,
        everything
    );
    // From the valley eastwards around the globe to the west of it, across the date line.
    assert_eq!(
        found(index, &query("box=-90,85,90,84")).await.total,
        everything
    );
    assert_eq!(found(index, &query("box=0,170,10,-170")).await.total, 0);
    assert_eq!(
        found(index, &query("box=27.7,85.3,27.7,85.3")).await.total,
        0
    );
    let star: String = (0..100)
        .map(|n| format!("27.{:03},85.{:03};", 600 + n * 37 % 200, 200 + n * 61 % 300))
        .collect();
    found(index, &query(&format!("area={star}"))).await;
}

pub async fn nothing_is_found_where_there_is_nothing(
    search: impl AsyncFn(Vec<ListingSummary>) -> Box<dyn SearchIndex>,
) {
    let index = &*search(Vec::new()).await;
    for asked in ["", "q=villa", "box=27.6,85.2,27.8,85.5"] {
        let results = found(index, &query(asked)).await;
        assert_eq!(
            (
                results.total,
                results.page,
                results.pages,
                results.homes.len()
            ),
            (0, 1, 1, 0)
        );
    }
}
