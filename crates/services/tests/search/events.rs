//! Changes of listings, as the search hears of them.

use crate::{
    all_pages, found,
    market::{home, homes, worded},
    memory::MemoryTable,
    query, started, text,
};
use durbar_domain::{
    BrokerId, EventId, ListingSummary, PropertyId, StandardStatus,
    event::{DomainEvent, EventDetail},
    search::SearchQuery,
};
use durbar_platform::bus::EventConsumer;
use durbar_services::search::{IndexPlace, Search};
use jiff::Timestamp;
use std::sync::{Arc, atomic::Ordering};

fn changed(listing_id: PropertyId, version: u64) -> DomainEvent {
    event(EventDetail::ListingChanged {
        listing_id,
        version,
    })
}

fn event(detail: EventDetail) -> DomainEvent {
    DomainEvent {
        event_id: EventId::from_parts(1_700_000_000_000, 1),
        schema_version: DomainEvent::SCHEMA_VERSION,
        occurred_at: Timestamp::UNIX_EPOCH,
        detail,
    }
}

fn titled(number: u64, version: u64, title: &str) -> ListingSummary {
    ListingSummary {
        version,
        ..worded(number, [title, "शीर्षक"], ["x", "क"])
    }
}

async fn market() -> (Arc<MemoryTable>, Search) {
    let table = Arc::new(MemoryTable::new((0..3).map(|n| titled(n, 1, "Plain"))));
    let search = started(IndexPlace::Memory, &table).await;
    (table, search)
}

async fn shown(search: &Search, id: PropertyId) -> Option<ListingSummary> {
    let results = found(search, &SearchQuery::default()).await;
    results.homes.into_iter().find(|card| card.listing_id == id)
}

#[tokio::test]
async fn what_is_published_changed_and_withdrawn_is_seen_by_the_next_search() {
    let (table, search) = market().await;
    let new = titled(7, 1, "Granary");
    let id = new.listing_id;
    table.put(new);
    assert_eq!(shown(&search, id).await, None, "not before the event");
    search.handle(&changed(id, 1)).await.expect("handled");
    assert_eq!(all_pages(&search, &text("granary")).await, [id]);

    table.put(titled(7, 2, "Dovecote"));
    let sold = EventDetail::StatusChanged {
        listing_id: id,
        version: 2,
        from: StandardStatus::Active,
        to: StandardStatus::Active,
    };
    search.handle(&event(sold)).await.expect("handled");
    assert_eq!(all_pages(&search, &text("dovecote")).await, [id]);
    assert_eq!(all_pages(&search, &text("granary")).await, []);

    table.put(ListingSummary {
        standard_status: StandardStatus::Withdrawn,
        ..titled(7, 3, "Dovecote")
    });
    search.handle(&changed(id, 3)).await.expect("handled");
    assert_eq!((shown(&search, id).await, search.homes()), (None, Some(3)));

    table.put(titled(7, 4, "Dovecote"));
    search.handle(&changed(id, 4)).await.expect("handled");
    assert_eq!(
        (
            shown(&search, id).await.map(|card| card.version),
            search.homes()
        ),
        (Some(4), Some(4))
    );

    table.remove(id);
    search.handle(&changed(id, 4)).await.expect("handled");
    assert_eq!(shown(&search, id).await, None);
}

#[tokio::test]
async fn repeats_change_nothing() {
    let (table, search) = market().await;
    let card = titled(1, 2, "Renamed");
    table.put(card.clone());
    for _ in 0..3 {
        search
            .handle(&changed(card.listing_id, 2))
            .await
            .expect("handled");
        assert_eq!(
            (shown(&search, card.listing_id).await, search.homes()),
            (Some(card.clone()), Some(3))
        );
    }
    let broker = EventDetail::BrokerChanged {
        broker_id: BrokerId::from_parts(0, 1),
        version: 9,
    };
    search.handle(&event(broker)).await.expect("handled");
}

#[tokio::test]
async fn an_older_event_after_a_newer_one_changes_nothing() {
    let (table, search) = market().await;
    let card = titled(1, 5, "Fifth");
    table.put(card.clone());
    search
        .handle(&changed(card.listing_id, 5))
        .await
        .expect("handled");
    search
        .handle(&changed(card.listing_id, 4))
        .await
        .expect("handled");
    assert_eq!(shown(&search, card.listing_id).await, Some(card));
}

#[tokio::test]
async fn an_older_state_never_wins_over_a_newer_one() {
    let (table, search) = market().await;
    let fifth = titled(1, 5, "Fifth");
    let id = fifth.listing_id;
    table.put(fifth.clone());
    search.handle(&changed(id, 5)).await.expect("handled");
    // A read of the table that lags behind.
    table.put(titled(1, 4, "Fourth"));
    assert!(
        search.handle(&changed(id, 5)).await.is_err(),
        "it has to come again"
    );
    search.handle(&changed(id, 4)).await.expect("handled");
    assert_eq!(shown(&search, id).await, Some(fifth.clone()));
    table.put(ListingSummary {
        standard_status: StandardStatus::Hold,
        ..titled(1, 3, "Third")
    });
    search.handle(&changed(id, 3)).await.expect("handled");
    assert_eq!(shown(&search, id).await, Some(fifth));

    // Gone in version 6; a lagging read of version 5 doesn't bring it back.
    table.put(ListingSummary {
        standard_status: StandardStatus::Canceled,
        ..titled(1, 6, "Sixth")
    });
    search.handle(&changed(id, 6)).await.expect("handled");
    table.put(titled(1, 5, "Fifth"));
    search.handle(&changed(id, 5)).await.expect("handled");
    assert_eq!(shown(&search, id).await, None);
}

#[tokio::test]
async fn many_changes_at_once_are_all_seen() {
    let table = Arc::new(MemoryTable::new(homes(300)));
    let search = started(IndexPlace::Memory, &table).await;
    let changes = (0..300).map(|number| {
        let card = titled(number, 2, "Turned over");
        table.put(card.clone());
        let search = search.clone();
        async move {
            search
                .handle(&changed(card.listing_id, 2))
                .await
                .expect("handled")
        }
    });
    futures::future::join_all(changes).await;
    assert_eq!(found(&search, &text("turned over")).await.total, 300);
    assert_eq!(search.homes(), Some(300));
}

#[tokio::test]
async fn merged_segments_are_opened_like_others() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = IndexPlace::Folder(folder.path().to_owned());
    let table = Arc::new(MemoryTable::new(homes(10)));
    let search = started(place.clone(), &table).await;
    // Each is a commit of its own; the engine merges what they leave behind.
    for version in 2..40 {
        let card = titled(version % 12, version, "Written again");
        table.put(card.clone());
        search
            .handle(&changed(card.listing_id, version))
            .await
            .expect("handled");
    }
    let before = all_pages(&search, &text("again")).await;
    assert_eq!((before.len(), search.homes()), (12, Some(12)));
    drop(search);
    let again = started(place, &table).await;
    assert_eq!(all_pages(&again, &text("again")).await, before);
    assert_eq!(table.streams.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn changes_outlast_the_process() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = IndexPlace::Folder(folder.path().join("index"));
    let table = Arc::new(MemoryTable::new(homes(30)));
    let search = started(place.clone(), &table).await;
    let card = titled(4, 2, "Changed later");
    table.put(card.clone());
    search
        .handle(&changed(card.listing_id, 2))
        .await
        .expect("handled");
    let gone = home(5).listing_id;
    table.put(ListingSummary {
        version: 2,
        standard_status: StandardStatus::Expired,
        ..home(5)
    });
    search.handle(&changed(gone, 2)).await.expect("handled");
    // As after kill -9: nothing is closed, and the folder is read as it is.
    let copy = tempfile::tempdir().expect("a folder");
    crate::damage::copy_folder(folder.path(), copy.path());
    let again = started(IndexPlace::Folder(copy.path().join("index")), &table).await;
    assert_eq!(
        all_pages(&again, &text("changed later")).await,
        [card.listing_id]
    );
    assert!(
        !all_pages(
            &again,
            &query("status=for-sale&status=under-offer&status=coming-soon&status=sold")
        )
        .await
        .contains(&gone)
    );
    assert_eq!(
        table.streams.load(Ordering::SeqCst),
        1,
        "the second process opened the index of the first"
    );
}
