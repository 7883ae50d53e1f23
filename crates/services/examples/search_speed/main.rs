//! How long searches of the full-text index take, over 1,000 and over 100,000 homes:
//! `cargo run --release -p durbar-services --example search_speed [-- homes]`.

mod market;

use durbar_domain::search::SearchQuery;
use durbar_services::search::{IndexPlace, Search};
use market::Market;
use std::{
    collections::BTreeMap,
    sync::Arc,
    time::{Duration, Instant},
};

const TIMES: usize = 200;

/// Searches as people make them, and some as they shouldn't.
fn searches() -> Vec<(&'static str, SearchQuery)> {
    let of = |query_string: &str| SearchQuery::parse(query_string).0;
    let text = |text: String| SearchQuery {
        text: Some(text),
        ..SearchQuery::default()
    };
    vec![
        ("nothing asked", of("")),
        ("filters", of("in=sanepa&in=bhaisepati&beds=4&max_price=120000000&amenity=garden&road=6")),
        ("map box", of("box=27.64,85.28,27.74,85.35&view=map")),
        ("drawn area", of("area=27.64,85.28;27.74,85.30;27.70,85.36;27.65,85.34&view=map")),
        ("one common word", of("q=villa")),
        ("text, filters and box", of("q=cedar+villa+sanepa&beds=3&max_price=300000000&box=27.64,85.28,27.74,85.35")),
        ("misspelt", of("q=jacarnda+pavillion+bhaisepti&beds=3")),
        ("Nepali", of("q=%E0%A4%AD%E0%A5%88%E0%A4%B8%E0%A5%87%E0%A4%AA%E0%A4%BE%E0%A4%9F%E0%A4%BF+%E0%A4%98%E0%A4%B0")),
        ("cheapest first, far page", of("sort=price-low&page=900")),
        ("twelve misspelt words", text("cedarr vilas stome garten morming pavilon cortyard jakaranda teraces sanepaa tokhaa libary".into())),
        ("beginnings of words", text("s".into())),
        ("long noise", text("aa ".repeat(3_000))),
        ("one long word", text("x".repeat(10_000))),
    ]
}

#[tokio::main]
async fn main() {
    let most = std::env::args()
        .nth(1)
        .and_then(|homes| homes.parse().ok())
        .unwrap_or(100_000);
    let mut medians: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for homes in [1_000, most] {
        let folder = tempfile::tempdir().expect("a folder for the index");
        let market = Arc::new(Market::new(homes));
        let started = Instant::now();
        let search = Search::start(IndexPlace::Folder(folder.path().to_owned()), market.clone());
        assert!(search.ready().await, "the index is built");
        let built = started.elapsed();
        drop(search);
        let started = Instant::now();
        let search = Search::start(IndexPlace::Folder(folder.path().to_owned()), market);
        assert!(search.ready().await, "the index opens");
        println!(
            "{homes} homes: built in {:.1} s, opened in {:.2} s",
            built.as_secs_f64(),
            started.elapsed().as_secs_f64()
        );
        for (name, query) in searches() {
            let (total, times) = measure(&search, &query).await;
            let at =
                |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
            println!(
                "  {name:26} p50 {:7.3} ms  p99 {:7.3} ms  {total:6} found",
                at(0.5),
                at(0.99)
            );
            medians.entry(name).or_default().push(at(0.5));
        }
    }
    for (name, times) in medians {
        println!("{name:28} grows {:5.1} times", times[1] / times[0]);
    }
}

async fn measure(search: &Search, query: &SearchQuery) -> (u32, Vec<Duration>) {
    let mut total = 0;
    let mut times = Vec::with_capacity(TIMES);
    for _ in 0..TIMES {
        let started = Instant::now();
        total = search.search(query).await.expect("an answer").total;
        times.push(started.elapsed());
    }
    times.sort_unstable();
    (total, times)
}
