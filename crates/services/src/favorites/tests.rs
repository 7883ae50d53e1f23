//! Hearts: theirs alone, in order, taken over from a browser once.

use super::*;
use crate::testing::{buyer, guest};
use durbar_domain::{StandardStatus, policy::Refusal};
use durbar_platform::{
    Embedded,
    testing::{embedded, listing},
};
use jiff::ToSpan;

fn now() -> Timestamp {
    "2026-11-22T06:00:00Z".parse().expect("a time")
}

/// Homes 1 to `count`; those of the given numbers have another status.
async fn market(count: u64, other: &[(u64, StandardStatus)]) -> (Embedded, Favorites) {
    let embedded = embedded().await;
    let mut homes: Vec<_> = (1..=count).map(listing).collect();
    for (number, status) in other {
        homes[usize::try_from(*number).expect("small") - 1].standard_status = *status;
    }
    let store = ListingStore::new(embedded.platform().table.clone());
    store.load(&homes).await.expect("loaded");
    let favorites = Favorites::new(embedded.platform());
    (embedded, favorites)
}

fn home(number: u64) -> PropertyId {
    listing(number).listing_id
}

#[tokio::test]
async fn hearts_are_listed_newest_first_in_pages() {
    let (_embedded, favorites) = market(5, &[]).await;
    let anju = buyer(1);
    for (minute, number) in (0_i64..).zip([3, 1, 5, 2, 4]) {
        let at = now() + minute.minutes();
        assert!(favorites.add(&anju, home(number), at).await.expect("added"));
    }
    let (mut after, mut seen) = (None, Vec::new());
    loop {
        let page = favorites
            .list(&anju, after.as_ref(), 2)
            .await
            .expect("a page");
        assert!(page.items.len() <= 2);
        assert!(page.items.iter().all(|home| home.card.is_some()));
        seen.extend(page.items.iter().map(|home| home.favorite.listing_id));
        let Some(next) = page.next else { break };
        after = Some(next);
    }
    assert_eq!(seen, [4, 2, 5, 1, 3].map(home));
    assert_eq!(favorites.marked(&anju).await.expect("marked"), seen);
}

#[tokio::test]
async fn marking_twice_keeps_the_first_time_and_removing_twice_is_no_error() {
    let (_embedded, favorites) = market(1, &[]).await;
    let anju = buyer(1);
    assert!(favorites.add(&anju, home(1), now()).await.expect("added"));
    let later = now() + 1.hour();
    assert!(!favorites.add(&anju, home(1), later).await.expect("again"));
    let page = favorites.list(&anju, None, 10).await.expect("a page");
    assert_eq!(page.items[0].favorite.created_at, now());
    for _ in 0..2 {
        favorites.remove(&anju, home(1)).await.expect("removed");
    }
    assert!(favorites.marked(&anju).await.expect("marked").is_empty());
}

#[tokio::test]
async fn merging_is_idempotent_and_skips_what_nobody_may_know() {
    let hidden = [(3, StandardStatus::Hold), (4, StandardStatus::Withdrawn)];
    let (_embedded, favorites) = market(5, &hidden).await;
    let anju = buyer(1);
    favorites.add(&anju, home(5), now()).await.expect("added");
    let browser = [1, 2, 3, 4, 5, 1, 99].map(home);
    let later = now() + 1.hour();
    let merged = favorites.merge(&anju, &browser, later).await.expect("once");
    let expected = Merged {
        added: 3,
        kept: 1,
        skipped: 2,
    };
    assert_eq!(merged, expected);
    let before = favorites.list(&anju, None, 100).await.expect("a page");
    let order: Vec<_> = before
        .items
        .iter()
        .map(|home| home.favorite.listing_id)
        .collect();
    assert_eq!(
        order,
        [1, 2, 4, 5].map(home),
        "the browser's order, then the older"
    );

    let again = favorites
        .merge(&anju, &browser, later + 1.hour())
        .await
        .expect("twice");
    assert_eq!((again.added, again.kept, again.skipped), (0, 4, 2));
    let after = favorites.list(&anju, None, 100).await.expect("a page");
    assert_eq!(after, before);
}

#[tokio::test]
async fn a_home_that_is_hidden_later_stays_marked_without_its_card() {
    let (embedded, favorites) = market(1, &[]).await;
    let anju = buyer(1);
    favorites.add(&anju, home(1), now()).await.expect("added");
    let mut held = listing(1);
    held.standard_status = StandardStatus::Hold;
    let store = ListingStore::new(embedded.platform().table.clone());
    store.load(&[held]).await.expect("loaded");
    let page = favorites.list(&anju, None, 10).await.expect("a page");
    assert_eq!(page.items.len(), 1);
    assert_eq!(page.items[0].card, None);
    let unknown = favorites.add(&buyer(2), home(1), now()).await;
    assert!(matches!(unknown, Err(ServiceError::NotFound)));
}

#[tokio::test]
async fn guests_and_hostile_requests_are_refused() {
    let (_embedded, favorites) = market(1, &[]).await;
    let refused = favorites.add(&guest(), home(1), now()).await;
    assert!(matches!(
        refused,
        Err(ServiceError::Refused(Refusal::SignIn))
    ));
    assert!(favorites.marked(&guest()).await.is_err());
    let anju = buyer(1);
    let missing = favorites.add(&anju, home(99), now()).await;
    assert!(matches!(missing, Err(ServiceError::NotFound)));
    let many = vec![home(1); Favorite::MAX_MERGED + 1];
    let refused = favorites.merge(&anju, &many, now()).await;
    assert!(matches!(refused, Err(ServiceError::Invalid(_))));
    for mark in ["", ".", "x.y", "1.prp_x", "9999999999999999999999.a", "\0"] {
        let refused = favorites.list(&anju, Some(&Cursor::new(mark)), 10).await;
        assert!(matches!(refused, Err(ServiceError::Invalid(_))), "{mark:?}");
    }
}

#[tokio::test]
async fn there_is_an_end_to_how_many() {
    let (embedded, favorites) = market(1, &[]).await;
    let anju = buyer(1);
    let full: Vec<_> = (0..Favorite::MAX)
        .map(|number| Favorite {
            listing_id: PropertyId::from_bits(u128::try_from(number).expect("small")),
            created_at: now(),
        })
        .collect();
    let store = FavoriteStore::new(embedded.platform().table.clone());
    let account = anju.person().expect("a person").account_id;
    store.add_all(account, &full).await.expect("added");
    let refused = favorites.add(&anju, home(1), now()).await;
    assert!(matches!(refused, Err(ServiceError::Invalid(_))));
    let refused = favorites.merge(&anju, &[home(1)], now()).await;
    assert!(matches!(refused, Err(ServiceError::Invalid(_))));
}

#[tokio::test]
async fn what_is_kept_of_an_account_is_exported_and_erased_and_nothing_of_another() {
    let (_embedded, favorites) = market(3, &[]).await;
    let (anju, bikash) = (buyer(1), buyer(2));
    let account = anju.person().expect("a person").account_id;
    for person in [&anju, &bikash] {
        favorites
            .merge(person, &[1, 2, 3].map(home), now())
            .await
            .expect("merged");
    }
    favorites.remove(&bikash, home(3)).await.expect("removed");
    assert_eq!(favorites.marked(&anju).await.expect("marked").len(), 3);
    let export = favorites.export_of(account).await.expect("exported");
    assert_eq!(export.as_array().map(Vec::len), Some(3));

    let erased = favorites.erase_of(account).await.expect("erased");
    assert_eq!(erased.len(), 3);
    assert!(
        erased
            .iter()
            .all(|key| key.partition() == PrimaryKey::account_partition(account))
    );
    assert!(favorites.marked(&anju).await.expect("marked").is_empty());
    assert_eq!(favorites.marked(&bikash).await.expect("marked").len(), 2);
    assert!(favorites.erase_of(account).await.expect("again").is_empty());
}
