//! What waits to be told: once for an address and a fact, and nobody's kept from anybody.

use super::*;
use crate::table::{Query, Write, to_item};
use jiff::civil::date;

#[tokio::test]
async fn what_waits_for_an_address_is_erased_and_nobody_elses() {
    let embedded = embedded().await;
    let queue = AlertQueue::new(embedded.platform().table.clone());
    let later = now() + SignedDuration::from_hours(24);
    // So many that others share the shard.
    let others: Vec<_> = (0..20)
        .map(|n| alert(&format!("a{n}"), later, home(1)))
        .collect();
    queue.add(&others, later).await.expect("added");
    let own = [alert("anju", later, home(1)), alert("anju", now(), home(2))];
    queue.add(&own, later).await.expect("added");
    let erased = queue.forget(&address("anju")).await.expect("erased");
    assert_eq!(erased.len(), 2);
    assert_eq!(queue.forget(&address("anju")).await.expect("again"), []);
    let mut left = 0;
    for shard in AlertQueue::shards() {
        left += queue.due(shard, later, 500).await.expect("due").0.len();
    }
    assert_eq!(left, 20);
}

#[tokio::test]
async fn what_is_noted_for_many_falls_due_once_for_each() {
    let embedded = embedded().await;
    let queue = AlertQueue::new(embedded.platform().table.clone());
    let until = now() + SignedDuration::from_hours(1_000);
    let alerts: Vec<_> = (0..250)
        .map(|n| alert(&format!("a{n}"), now(), home(1)))
        .collect();
    // The event comes twice, the second time before the first was spread.
    for _ in 0..2 {
        queue.note(&alerts, (now(), until)).await.expect("noted");
    }
    assert_eq!(queue.spread().await.expect("spread"), 250);
    assert_eq!(queue.spread().await.expect("spread"), 0);
    let mut due = Vec::new();
    for shard in AlertQueue::shards() {
        due.extend(queue.due(shard, now(), 500).await.expect("due").0);
    }
    assert_eq!(due.len(), 250);
    assert!(due.iter().all(|found| alerts.contains(found)));

    let other = [alert("a1", now(), home(2)), alert("b1", now(), home(2))];
    queue.note(&other, (now(), until)).await.expect("noted");
    let forgotten = queue.forget(&other[1].address).await.expect("forgotten");
    assert_eq!(forgotten.len(), 1, "what was noted alone is found as well");
}

#[tokio::test]
async fn a_fact_is_told_once_however_often_its_event_comes() {
    let embedded = embedded().await;
    let queue = AlertQueue::new(embedded.platform().table.clone());
    let until = now() + SignedDuration::from_hours(1_000);
    let alerts: Vec<_> = (0..120)
        .map(|n| alert(&format!("a{n}"), now(), home(1)))
        .collect();
    assert_eq!(queue.add(&alerts[..70], until).await.expect("added"), 70);
    assert_eq!(
        queue.add(&alerts, until).await.expect("added"),
        50,
        "the rest alone"
    );
    assert_eq!(queue.add(&alerts, until).await.expect("added"), 0);

    let mut found = Vec::new();
    for shard in AlertQueue::shards() {
        let (due, more) = queue.due(shard, now(), 500).await.expect("due");
        assert!(
            !more
                && due
                    .iter()
                    .all(|it| AlertKey::due_shard(it.address_digest()) == shard)
        );
        queue.done(&due).await.expect("done");
        assert_eq!(queue.due(shard, now(), 500).await.expect("due").0, []);
        found.extend(due);
    }
    assert_eq!(found.len(), 120);
    assert_eq!(
        queue.add(&alerts, until).await.expect("added"),
        0,
        "it is remembered"
    );
    let other = [alert("a1", now(), home(2))];
    assert_eq!(queue.add(&other, until).await.expect("added"), 1);
}

#[tokio::test]
async fn what_is_due_later_waits_and_can_be_put_off() {
    let embedded = embedded().await;
    let queue = AlertQueue::new(embedded.platform().table.clone());
    let later = now() + SignedDuration::from_millis(1);
    let first = alert("anju", later, home(1));
    queue
        .add(slice::from_ref(&first), later)
        .await
        .expect("added");
    let shard = AlertKey::due_shard(first.address_digest());
    let due = |time| {
        let queue = queue.clone();
        async move { queue.due(shard, time, 10).await.expect("due").0 }
    };
    assert_eq!(due(now()).await, []);
    assert_eq!(due(later).await, slice::from_ref(&first));
    let put_off = DueAlert {
        due_at: later + SignedDuration::from_secs(60),
        attempts: 1,
        ..first.clone()
    };
    queue.postpone(&first, &put_off).await.expect("put off");
    assert_eq!(due(later).await, []);
    assert_eq!(due(put_off.due_at).await, [put_off]);
}

#[tokio::test]
async fn one_process_sends_at_a_time() {
    let embedded = embedded().await;
    let queue = AlertQueue::new(embedded.platform().table.clone());
    let until = now() + SignedDuration::from_secs(60);
    let take = |holder: &'static str, from, to| {
        let queue = queue.clone();
        async move { queue.take_turn(1, holder, (from, to)).await.expect("asked") }
    };
    assert!(take("one", now(), until).await);
    assert!(!take("two", now(), until).await);
    assert!(take("one", now(), until).await, "it may be lengthened");
    let after = until + SignedDuration::from_millis(1);
    assert!(take("two", after, after + SignedDuration::from_secs(60)).await);
    assert!(!take("one", after, after).await);
    assert_eq!(
        queue.due(1, after, 10).await.expect("due").0,
        [],
        "a turn is nothing to send"
    );
}

#[tokio::test]
async fn mails_of_a_day_are_counted_up_to_the_limit() {
    let embedded = embedded().await;
    let queue = AlertQueue::new(embedded.platform().table.clone());
    let (one, other) = (
        address_digest(&address("one")),
        address_digest(&address("other")),
    );
    let day = date(2026, 11, 22);
    let counts = join_all((0..10).map(|_| queue.count_mail(one, day, 3))).await;
    let counted = counts
        .into_iter()
        .filter(|it| *it.as_ref().expect("counted"))
        .count();
    assert_eq!(counted, 3);
    assert!(queue.count_mail(other, day, 3).await.expect("counted"));
    assert!(
        queue
            .count_mail(one, date(2026, 11, 23), 3)
            .await
            .expect("counted")
    );
    assert!(!queue.count_mail(other, day, 0).await.expect("asked"));
}

/// The notes put aside.
async fn aside(table: &crate::Table) -> usize {
    let query = Query::partition(AlertKey::PARKED_NOTES.to_owned());
    table.query(query).await.expect("read").items.len()
}

#[tokio::test]
async fn a_note_that_cannot_be_read_keeps_nobody_elses_waiting() {
    let embedded = embedded().await;
    let table = embedded.platform().table.clone();
    let queue = AlertQueue::new(table.clone());
    let until = now() + SignedDuration::from_hours(1_000);
    let unreadable = |minutes: i64, alerts: &str| {
        let noted_at = now() + SignedDuration::from_mins(minutes);
        let key = key(AlertKey::Noted {
            noted_at,
            random: 1,
        });
        let note = serde_json::json!({ "remembered_until": until, "alerts": alerts });
        Write::Put(to_item(key, "NotedAlerts", &note).expect("an item"))
    };
    // Before, between and after those that can be read, and more than are read at a time.
    let broken = (0..12).map(|n| unreadable(n - 6, "not alerts; anju@example.com"));
    let broken = broken.chain([unreadable(100, "[{}]")]).collect();
    table.write_all(broken).await.expect("written");
    let alerts: Vec<_> = (0..250)
        .map(|n| alert(&format!("a{n}"), now(), home(1)))
        .collect();
    queue.note(&alerts, (now(), until)).await.expect("noted");
    assert_eq!(queue.spread().await.expect("spread"), 250);
    assert_eq!(aside(&table).await, 13);
    let query = Query::partition(AlertKey::NOTED.to_owned());
    let left = table.query(query).await.expect("read").items;
    assert!(left.is_empty(), "none is looked at again");
    assert_eq!(queue.spread().await.expect("spread"), 0);

    let erased = queue.forget(&address("anju")).await.expect("forgotten");
    assert_eq!(
        erased.len(),
        12,
        "whoever is named in them can be forgotten"
    );
    assert_eq!(aside(&table).await, 1);
}
