//! A list that is read again.

use super::*;
use crate::Change;
use durbar_domain::{Npr, StandardStatus, history::HistoryFact};
use durbar_platform::drafts::DraftStore;

#[tokio::test]
async fn what_says_the_same_writes_nothing() {
    let stage = Stage::new().await;
    let rows: Vec<_> = (0..60).map(|n| cells(&format!("H-{n}"))).collect();
    let (first, _) = stage.import(&rows).await;
    assert_eq!(counts(&first), (60, 0, 0, 0));
    let before = stage.home("H-7").await.expect("a home");
    let events = stage.events().await.len();
    // In another order, and in another form.
    let turned: Vec<_> = rows.iter().rev().cloned().collect();
    let (again, _) = stage.import(&turned).await;
    assert_eq!(counts(&again), (0, 0, 60, 0));
    let lines: Vec<String> = rows
        .iter()
        .map(|row| serde_json::to_string(row).expect("JSON"))
        .collect();
    let json = stage.job(lines.join("\n").as_bytes(), "list.jsonl");
    let (as_json, told) = stage.run(&json).await;
    assert_eq!(counts(&as_json), (0, 0, 60, 0), "{:?}", told.refused);
    assert_eq!(stage.home("H-7").await, Some(before));
    assert_eq!(stage.events().await.len(), events);
}

#[tokio::test]
async fn what_changed_there_changes_here_and_the_brokers_own_work_stays() {
    let stage = Stage::new().await;
    stage.import(&[cells("H-1")]).await;
    let home = stage.home("H-1").await.expect("a home");
    let title = Change::Texts {
        title: durbar_domain::text::Localized {
            en: durbar_domain::text::Title::parse("en", "A better title").expect("a title"),
            ne: home.title.ne.clone(),
        },
        summary: home.summary.clone(),
        description: home.description.clone(),
    };
    let changed = stage.listings.change(home.listing_id, 1, title).await;
    changed.expect("changed by its broker");

    let dearer = with(
        "H-1",
        &[("price_lakh", "260"), ("beds", "5"), ("aana", "9")],
    );
    let (summary, told) = stage.import(&[dearer]).await;
    assert_eq!(counts(&summary), (0, 1, 0, 0), "{:?}", told.refused);
    let after = stage.home("H-1").await.expect("a home");
    assert_eq!(after.version, 3);
    assert_eq!(after.title.en.as_str(), "A better title");
    assert_eq!(after.structure.bedrooms_total, 5);
    assert_eq!(after.land.area.square_feet(), 3_080);
    let to = Npr::from_rupees(26_000_000).expect("a price");
    assert_eq!(after.price.list_price, to);
    let told = EventDetail::PriceChanged {
        listing_id: home.listing_id,
        version: 3,
        from: home.price.list_price,
        to,
    };
    assert_eq!(stage.events().await.last(), Some(&told));
}

#[tokio::test]
async fn a_status_changes_by_the_rules_or_is_refused() {
    let stage = Stage::new().await;
    stage.import(&[with("H-1", &[("state", "")])]).await;
    let state = |to: &'static str| with("H-1", &[("state", to)]);
    let (live, _) = stage.import(&[state("live")]).await;
    assert_eq!(counts(&live), (0, 1, 0, 0));
    let (back, told) = stage.import(&[state("")]).await;
    assert_eq!(
        counts(&back),
        (0, 0, 0, 1),
        "an offered home is not unwritten"
    );
    assert_eq!(fields(&told.refused[0]), ["standard_status"]);
    let home = stage.home("H-1").await.expect("a home");
    assert_eq!(
        (home.standard_status, home.version),
        (StandardStatus::Active, 2)
    );
    let (again, _) = stage.import(&[state("")]).await;
    assert_eq!(counts(&again), (0, 0, 0, 1), "it is told each time");
}

#[tokio::test]
async fn the_history_of_a_home_that_is_shown_at_once_begins_with_that() {
    let stage = Stage::new().await;
    let hidden = with("H-2", &[("state", "")]);
    stage.import(&[cells("H-1"), hidden]).await;
    let dearer = |id| with(id, &[("price_lakh", "260")]);
    stage.import(&[dearer("H-1"), dearer("H-2")]).await;
    let drafts = DraftStore::new(stage.embedded.platform().table.clone());
    let facts = |id| {
        let (stage, drafts) = (&stage, &drafts);
        async move {
            let home = stage.home(id).await.expect("a home").listing_id;
            let history = drafts.history(home, 10).await.expect("history");
            let facts = history.into_iter().map(|entry| entry.fact);
            facts.collect::<Vec<_>>()
        }
    };
    let of_shown = facts("H-1").await;
    assert!(
        matches!(
            of_shown[..],
            [HistoryFact::PriceChanged { .. }, HistoryFact::Published]
        ),
        "{of_shown:?}"
    );
    let of_hidden = facts("H-2").await;
    assert!(
        !of_hidden.contains(&HistoryFact::Published),
        "{of_hidden:?}"
    );
}

#[tokio::test]
async fn a_tier_that_changes_there_is_told_here_like_any_other() {
    let stage = Stage::new().await;
    stage.import(&[cells("H-1")]).await;
    let home = stage.home("H-1").await.expect("a home");
    let premium = MAPPING.replace("[media]", "premium = { value = \"yes\" }\n\n[media]");
    let stage = Stage {
        mapping: Mapping::parse(&premium, "mapping.toml").expect("a mapping"),
        ..stage
    };
    let (summary, told) = stage.import(&[cells("H-1")]).await;
    assert_eq!(counts(&summary), (0, 1, 0, 0), "{:?}", told.refused);
    let told = EventDetail::TierChanged {
        listing_id: home.listing_id,
        version: 2,
        premium: true,
    };
    assert_eq!(stage.events().await.last(), Some(&told));
    let drafts = DraftStore::new(stage.embedded.platform().table.clone());
    let history = drafts.history(home.listing_id, 10).await.expect("history");
    let latest = history.into_iter().next().map(|entry| entry.fact);
    assert_eq!(latest, Some(HistoryFact::TierChanged { premium: true }));
}

#[tokio::test]
async fn of_two_imports_at_once_each_row_is_taken_once() {
    let stage = Stage::new().await;
    let rows: Vec<_> = (0..90).map(|n| cells(&format!("H-{n}"))).collect();
    let turned: Vec<_> = rows.iter().rev().cloned().collect();
    let one = stage.job(&csv(&rows), "one.csv");
    let other = stage.job(&csv(&turned), "other.csv");
    let ((one, _), (other, _)) = tokio::join!(stage.run(&one), stage.run(&other));
    assert_eq!(one.created + other.created, 90, "{one:?} {other:?}");
    assert_eq!(one.unchanged + other.unchanged, 90);
    assert_eq!(stage.events().await.len(), 90);
}

#[tokio::test]
async fn a_dry_run_tells_the_same_and_writes_nothing() {
    let stage = Stage::new().await;
    stage.import(&[cells("H-1"), cells("H-2")]).await;
    let events = stage.events().await.len();
    let rows = [
        cells("H-1"),
        with("H-2", &[("beds", "5")]),
        cells("H-3"),
        with("H-4", &[("beds", "many")]),
    ];
    let job = ImportJob {
        dry_run: true,
        ..stage.job(&csv(&rows), "list.csv")
    };
    let (dry, dry_told) = stage.run(&job).await;
    assert_eq!(counts(&dry), (1, 1, 1, 1));
    assert_eq!(stage.home("H-3").await, None);
    assert_eq!(stage.events().await.len(), events);
    let (wet, wet_told) = stage.import(&rows).await;
    assert_eq!(wet, dry);
    assert_eq!(wet_told.refused, dry_told.refused);
}
