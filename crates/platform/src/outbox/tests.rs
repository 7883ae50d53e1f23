use super::*;
use crate::{
    listings::ListingStore,
    table::text,
    testing::{created, embedded, listing},
};
use jiff::Timestamp;

async fn all(outbox: &Outbox) -> Vec<PendingEvent> {
    let mut events = Vec::new();
    for shard in Outbox::shards() {
        events.extend(
            outbox
                .pending(shard, None, 100)
                .await
                .expect("pending")
                .events,
        );
    }
    events
}

#[tokio::test]
async fn events_wait_in_order_until_published() {
    let embedded = embedded().await;
    let table = &embedded.platform().table;
    let (store, outbox) = (ListingStore::new(table.clone()), Outbox::new(table.clone()));
    let home = listing(1);
    let events = [created(1, &home), created(2, &home), created(3, &home)];
    store.put_new(&home, &events).await.expect("put");

    let waiting = all(&outbox).await;
    assert_eq!(
        waiting
            .iter()
            .map(|pending| pending.event.clone())
            .collect::<Vec<_>>(),
        events
    );
    outbox.published(&events[0]).await.expect("published");
    outbox.published(&events[0]).await.expect("published twice");
    assert_eq!(all(&outbox).await.len(), 2);
    let shard = shard(&home_event(&events));
    let behind = outbox
        .pending(shard, Some(events[1].event_id), 100)
        .await
        .expect("pending");
    assert_eq!(behind.events.len(), 1);
    let first = outbox.pending(shard, None, 1).await.expect("pending");
    assert_eq!(
        first.last,
        Some(events[1].event_id),
        "more wait behind the first"
    );
}

fn home_event(events: &[DomainEvent]) -> DomainEvent {
    events[0].clone()
}

#[tokio::test]
async fn failures_are_counted_and_parked_events_come_back() {
    let embedded = embedded().await;
    let table = &embedded.platform().table;
    let (store, outbox) = (ListingStore::new(table.clone()), Outbox::new(table.clone()));
    let home = listing(1);
    let event = created(1, &home);
    let now = Timestamp::UNIX_EPOCH;
    store
        .put_new(&home, std::slice::from_ref(&event))
        .await
        .expect("put");
    let pending = all(&outbox).await.remove(0);
    let counted = PendingEvent {
        attempts: 1,
        left: Some(vec!["mail".to_owned()]),
        ..pending
    };
    outbox.postpone(&counted).await.expect("postponed");
    let pending = all(&outbox).await.remove(0);
    assert_eq!(pending, counted);

    outbox
        .park(&pending, None, "the consumer is broken", now)
        .await
        .expect("park");
    assert!(all(&outbox).await.is_empty());
    let parked = outbox.parked(shard(&event)).await.expect("parked");
    assert_eq!(
        parked,
        [ParkedEvent {
            version: 1,
            event: event.clone(),
            attempts: 1,
            reason: "the consumer is broken".into(),
            consumers: vec!["mail".to_owned()],
            parked_at: Some(now),
        }]
    );

    outbox.unpark(&parked[0], &[]).await.expect("unpark");
    let again = outbox.unpark(&parked[0], &[]).await;
    assert!(
        matches!(again, Err(PlatformError::Missing { .. })),
        "{again:?}"
    );
    assert_eq!(
        all(&outbox).await,
        [PendingEvent {
            event: event.clone(),
            attempts: 0,
            left: Some(vec!["mail".to_owned()]),
            trace: None,
        }]
    );
    assert!(
        outbox
            .parked(shard(&event))
            .await
            .expect("parked")
            .is_empty()
    );

    outbox.published(&event).await.expect("published");
    outbox
        .postpone(&pending)
        .await
        .expect("failed after another process published it");
    assert!(
        all(&outbox).await.is_empty(),
        "a published event doesn't come back"
    );
}

#[tokio::test]
async fn an_unreadable_item_does_not_hide_the_others() {
    let embedded = embedded().await;
    let table = &embedded.platform().table;
    let (store, outbox) = (ListingStore::new(table.clone()), Outbox::new(table.clone()));
    let home = listing(1);
    store
        .put_new(&home, &[created(5, &home)])
        .await
        .expect("put");
    let shard = shard(&created(5, &home));
    let key = PrimaryKey::Outbox {
        shard,
        event_id: EventId::from_parts(1, 1),
    };
    let mut item = crate::table::key_of(key);
    item.insert("event".to_owned(), text("gibberish"));
    table.put(item).await.expect("put");
    let pending = outbox.pending(shard, None, 100).await.expect("pending");
    assert_eq!((pending.events.len(), pending.unreadable.len()), (1, 1));
}

#[tokio::test]
async fn parked_twice_it_is_for_both_and_the_rest_stays() {
    let embedded = embedded().await;
    let table = &embedded.platform().table;
    let (store, outbox) = (ListingStore::new(table.clone()), Outbox::new(table.clone()));
    let home = listing(1);
    let event = created(1, &home);
    let now = Timestamp::UNIX_EPOCH;
    let events = std::slice::from_ref(&event);
    store.put_new(&home, events).await.expect("put");
    let left_to = |name: &str| PendingEvent {
        event: event.clone(),
        attempts: 3,
        left: Some(vec![name.to_owned()]),
        trace: None,
    };
    let (mail, search) = (left_to("mail"), left_to("search"));
    let rest = Some(&search);
    outbox
        .park(&mail, rest, "mail: no", now)
        .await
        .expect("parked");
    assert_eq!(all(&outbox).await, std::slice::from_ref(&search));
    outbox
        .park(&search, None, "search: no", now)
        .await
        .expect("parked");
    assert!(all(&outbox).await.is_empty());
    let parked = outbox
        .parked(shard(&event))
        .await
        .expect("parked")
        .remove(0);
    assert_eq!(parked.consumers, ["mail", "search"]);
    assert_eq!(parked.reason, "mail: no; search: no");
    outbox.drop_parked(&parked, &[]).await.expect("dropped");
    assert!(
        outbox
            .parked(shard(&event))
            .await
            .expect("parked")
            .is_empty()
    );
    assert!(all(&outbox).await.is_empty());
}
