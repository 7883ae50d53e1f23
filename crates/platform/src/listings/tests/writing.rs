//! Writing listings, and who wins.

use super::waiting;
use crate::{
    PlatformError,
    listings::ListingStore,
    testing::{created, embedded, listing},
};
use durbar_domain::Listing;

#[tokio::test]
async fn a_listing_reads_back_as_written_with_its_event() {
    let embedded = embedded().await;
    let table = &embedded.platform().table;
    let store = ListingStore::new(table.clone());
    let home = listing(1);
    store
        .put_new(&home, &[created(1, &home)])
        .await
        .expect("put");
    assert_eq!(
        store.get(home.listing_id).await.expect("get"),
        Some(home.clone())
    );
    assert_eq!(
        store
            .summaries(&[home.listing_id])
            .await
            .expect("summaries"),
        [home.summarize()]
    );
    assert_eq!(waiting(table).await, 1);

    let again = store
        .put_new(
            &Listing {
                premium: true,
                ..home.clone()
            },
            &[created(2, &home)],
        )
        .await;
    assert!(
        matches!(again, Err(PlatformError::AlreadyExists { .. })),
        "{again:?}"
    );
    assert_eq!(store.get(home.listing_id).await.expect("get"), Some(home));
    assert_eq!(waiting(table).await, 1, "a refused write leaves no event");
    assert_eq!(store.get(listing(2).listing_id).await.expect("get"), None);
}

#[tokio::test]
async fn a_stale_write_is_a_conflict_that_tells_the_version() {
    let embedded = embedded().await;
    let table = &embedded.platform().table;
    let store = ListingStore::new(table.clone());
    let home = listing(1);
    let second = Listing {
        version: 2,
        premium: true,
        ..home.clone()
    };
    let missing = store.replace(1, &second, &[created(1, &second)]).await;
    assert!(
        matches!(missing, Err(PlatformError::Missing { .. })),
        "{missing:?}"
    );

    store.put_new(&home, &[]).await.expect("put");
    store
        .replace(1, &second, &[created(2, &second)])
        .await
        .expect("replace");
    let stale = store
        .replace(
            1,
            &Listing {
                version: 2,
                ..home.clone()
            },
            &[created(3, &home)],
        )
        .await;
    assert!(
        matches!(stale, Err(PlatformError::Conflict { current_version: 2 })),
        "{stale:?}"
    );
    assert_eq!(store.get(home.listing_id).await.expect("get"), Some(second));
    assert_eq!(waiting(table).await, 1);
}

#[tokio::test]
async fn of_many_simultaneous_writes_one_wins() {
    let embedded = embedded().await;
    let store = ListingStore::new(embedded.platform().table.clone());
    let home = listing(1);
    store.put_new(&home, &[]).await.expect("put");
    let writes = (0..20).map(|number| {
        let changed = Listing {
            version: 2,
            ward: number + 1,
            ..home.clone()
        };
        let store = store.clone();
        async move {
            store
                .replace(1, &changed, &[created(u64::from(number) + 1, &changed)])
                .await
        }
    });
    let outcomes = futures::future::join_all(writes).await;
    let conflicts = outcomes
        .iter()
        .filter(|o| matches!(o, Err(PlatformError::Conflict { current_version: 2 })));
    assert_eq!(conflicts.count(), 19, "{outcomes:?}");
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    assert_eq!(waiting(&embedded.platform().table).await, 1);
}
