use super::*;
use durbar_domain::{
    EventId,
    event::{DomainEvent, EventDetail},
};

#[tokio::test]
async fn what_cannot_be_read_keeps_nothing_else_from_being_told() {
    let embedded = embedded().await;
    let table = embedded.platform().table.clone();
    let queue = AlertQueue::new(table.clone());
    let broken = |place: AlertKey| {
        let unread = serde_json::json!({ "level": "bronze" });
        crate::table::to_item(key(place), "Broken", &unread).expect("an item")
    };
    let (early, late) = (at("2026-11-22T04:00:00Z"), at("2026-11-22T04:10:00Z"));
    let shard = AlertKey::due_shard(alert("anju", late, home(1)).address_digest());
    let good = alert("anju", late, home(1));
    queue
        .add(slice::from_ref(&good), at("2027-01-01T00:00:00Z"))
        .await
        .expect("added");
    let bad = AlertKey::Due {
        due_at: early,
        address: good.address_digest(),
        fact: home(2),
    };
    table.put(broken(bad)).await.expect("written");
    for _ in 0..2 {
        // A page of one: the broken one comes first and takes no room.
        let (due, _) = queue.due(shard, now(), 1).await.expect("read");
        assert_eq!(due, std::slice::from_ref(&good));
    }

    let level = SubscriptionLevel::Gold;
    let later = |number: u128, due_at| LaterEvent {
        due_at,
        level,
        event: DomainEvent {
            event_id: EventId::from_parts(1, number),
            schema_version: 1,
            occurred_at: now(),
            detail: EventDetail::ListingChanged {
                listing_id: PropertyId::from_parts(1, 1),
                version: 1,
            },
        },
    };
    let good = later(1, late);
    queue.add_later(&good).await.expect("added");
    let bad = AlertKey::Later {
        due_at: early,
        event_id: EventId::from_parts(1, 2),
        level,
    };
    table.put(broken(bad)).await.expect("written");
    let found = queue.later(level, now(), 1).await.expect("read");
    assert_eq!(found, [good]);
}
