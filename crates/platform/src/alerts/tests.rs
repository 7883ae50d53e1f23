//! Keys, lists that keep their limit, links that hide, a queue that tells once.

use super::*;
use crate::{
    PlatformError,
    keys::{Digest, FactKey, PrimaryKey},
    link_token::LinkToken,
    testing::embedded,
};
use durbar_domain::{
    AccountId, EventId, Locale, PropertyId, SavedSearchId,
    account::{EmailAddress, SubscriptionLevel},
    saved_search::{AlertFrequency, AlertKind, SavedSearch, SearchName},
    search::SearchQuery,
};
use enumset::EnumSet;
use futures::{StreamExt, TryStreamExt, future::join_all, stream};
use jiff::{SignedDuration, civil::date};
use proptest::prelude::*;
use std::slice;
use strum::VariantArray;

fn at(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

fn now() -> Timestamp {
    at("2026-11-22T04:15:00Z")
}

fn address(name: &str) -> EmailAddress {
    EmailAddress::parse("email", &format!("{name}@example.com")).expect("an address")
}

fn search(number: u128, owner: SearchOwner) -> SavedSearch {
    SavedSearch {
        saved_search_id: SavedSearchId::from_parts(1, number),
        version: 1,
        owner,
        name: SearchName::parse("name", "Sanepa").expect("a name"),
        query: SearchQuery::parse("in=sanepa&beds=4").0,
        frequency: AlertFrequency::Daily,
        kinds: EnumSet::all(),
        locale: Locale::Ne,
        confirmed_at: Some(now()),
        removed_at: None,
        created_at: now(),
        modified_at: now(),
    }
}

fn alert(name: &str, due_at: Timestamp, fact: FactKey) -> DueAlert {
    DueAlert {
        due_at,
        address: address(name),
        account_id: None,
        level: SubscriptionLevel::Free,
        instant: true,
        fact,
        kind: AlertKind::NewMatch,
        listing_id: PropertyId::from_parts(1, 1),
        saved_search_ids: vec![SavedSearchId::from_parts(1, 1)],
        price_before: None,
        attempts: 0,
    }
}

fn home(number: u128) -> FactKey {
    FactKey::New(PropertyId::from_parts(1, number))
}

fn a_key() -> impl Strategy<Value = AlertKey> {
    let digest = any::<[u8; 8]>().prop_map(|bytes| Digest::of(&bytes));
    let id = any::<u128>().prop_map(SavedSearchId::from_bits);
    let fact = prop_oneof![
        any::<u128>().prop_map(|bits| FactKey::New(PropertyId::from_bits(bits))),
        any::<u128>().prop_map(|bits| FactKey::Event(EventId::from_bits(bits))),
    ];
    let owner = prop_oneof![
        any::<u128>().prop_map(|bits| OwnerKey::Account(AccountId::from_bits(bits))),
        digest.clone().prop_map(OwnerKey::Address),
    ];
    let time =
        (0..4_000_000_000_000_i64).prop_map(|ms| Timestamp::from_millisecond(ms).expect("a time"));
    let level = prop::sample::select(SubscriptionLevel::VARIANTS);
    prop_oneof![
        (owner.clone(), id.clone()).prop_map(|(owner, saved_search_id)| AlertKey::Search {
            owner,
            saved_search_id
        }),
        owner.prop_map(AlertKey::List),
        id.prop_map(AlertKey::Listed),
        digest.clone().prop_map(AlertKey::Link),
        (digest.clone(), fact.clone()).prop_map(|(address, fact)| AlertKey::Told { address, fact }),
        digest.clone().prop_map(|address| AlertKey::Sent {
            address,
            date: date(2026, 11, 22)
        }),
        (time.clone(), digest, fact).prop_map(|(due_at, address, fact)| AlertKey::Due {
            due_at,
            address,
            fact
        }),
        AlertQueue::shards().prop_map(AlertKey::Turn),
        (time.clone(), any::<u64>())
            .prop_map(|(noted_at, random)| AlertKey::Noted { noted_at, random }),
        (time, any::<u128>(), level).prop_map(|(due_at, event, level)| AlertKey::Later {
            due_at,
            event_id: EventId::from_bits(event),
            level,
        }),
    ]
}

proptest! {
    #[test]
    fn every_key_reads_back(alert_key in a_key()) {
        let built = key(alert_key);
        let read = PrimaryKey::parse(&built.partition(), &built.sort());
        prop_assert_eq!(read, Ok(built));
    }

    #[test]
    fn no_text_is_a_key_that_is_written_otherwise(partition in "(USER|ALERT|ALERTDUE|ALERTNOTED|SAVEDSEARCH)#[0-9a-z_]{0,40}", sort in "[A-Z0-9#a-z:.-]{0,60}") {
        if let Ok(read) = PrimaryKey::parse(&partition, &sort) {
            prop_assert_eq!((read.partition(), read.sort()), (partition, sort));
        }
    }
}

#[tokio::test]
async fn a_search_is_with_its_owner_and_in_the_list_of_all() {
    let embedded = embedded().await;
    let store = SavedSearchStore::new(embedded.platform().table.clone());
    let owners = [
        SearchOwner::Account(AccountId::from_parts(1, 1)),
        SearchOwner::Address(address("anju")),
    ];
    for (owner, number) in owners.iter().zip(1..) {
        let list = store.of_owner(owner, now()).await.expect("a list");
        assert_eq!(list.searches, []);
        let saved = search(number, owner.clone());
        store.add(&list, &saved, None, &[]).await.expect("added");
        let list = store.of_owner(owner, now()).await.expect("a list");
        assert_eq!(list.searches, slice::from_ref(&saved));
        assert_eq!(
            store.get(saved.saved_search_id, now()).await.expect("read"),
            Some(saved)
        );
    }
    let all = |store: SavedSearchStore| async move {
        let shards = stream::iter(SavedSearchStore::shards());
        let pages = shards.flat_map(|shard| store.all_in(shard).boxed());
        let pages: Vec<Vec<SavedSearch>> = pages.try_collect().await.expect("all");
        pages.into_iter().flatten().count()
    };
    assert_eq!(all(store.clone()).await, 2);

    let first = search(1, owners[0].clone());
    let second = SavedSearch {
        version: 2,
        frequency: AlertFrequency::Never,
        ..first.clone()
    };
    store.replace(1, &second, &[]).await.expect("replaced");
    let stale = store.replace(1, &second, &[]).await;
    assert!(
        matches!(stale, Err(PlatformError::Conflict { current_version: 2 })),
        "{stale:?}"
    );
    store.delete(&second, &[]).await.expect("deleted");
    store.delete(&second, &[]).await.expect("deleted again");
    assert_eq!(
        store
            .of_owner(&owners[0], now())
            .await
            .expect("a list")
            .searches,
        []
    );
    assert_eq!(all(store.clone()).await, 1);
    let gone = store.replace(2, &second, &[]).await;
    assert!(
        matches!(gone, Err(PlatformError::Missing { .. })),
        "{gone:?}"
    );
}

#[tokio::test]
async fn of_two_searches_added_to_one_list_at_once_one_has_to_look_again() {
    let embedded = embedded().await;
    let store = SavedSearchStore::new(embedded.platform().table.clone());
    let owner = SearchOwner::Account(AccountId::from_parts(1, 1));
    for round in 0..3_u128 {
        let list = store.of_owner(&owner, now()).await.expect("a list");
        let adds = (0..8).map(|number| {
            let (store, list) = (store.clone(), list.clone());
            let search = search(10 * round + number, owner.clone());
            async move { store.add(&list, &search, None, &[]).await }
        });
        let outcomes = join_all(adds).await;
        assert_eq!(
            outcomes.iter().filter(|it| it.is_ok()).count(),
            1,
            "{outcomes:?}"
        );
        let others = outcomes.iter().filter(|it| it.is_err());
        assert!(
            others
                .into_iter()
                .all(|it| matches!(it, Err(PlatformError::Conflict { .. })))
        );
    }
}

#[tokio::test]
async fn what_is_not_confirmed_in_time_is_not_there_though_nothing_swept_it() {
    let embedded = embedded().await;
    let store = SavedSearchStore::new(embedded.platform().table.clone());
    let owner = SearchOwner::Address(address("anju"));
    let waiting = SavedSearch {
        confirmed_at: None,
        ..search(1, owner.clone())
    };
    let list = store.of_owner(&owner, now()).await.expect("a list");
    let end = now() + SignedDuration::from_hours(48);
    store
        .add(&list, &waiting, Some(end), &[])
        .await
        .expect("added");
    let id = waiting.saved_search_id;
    assert!(store.get(id, now()).await.expect("read").is_some());
    assert!(store.get(id, end).await.expect("read").is_none());
    assert_eq!(
        store.of_owner(&owner, end).await.expect("a list").searches,
        []
    );
    assert_eq!(store.get_many(&[id], end).await.expect("read"), []);

    let confirmed = SavedSearch {
        version: 2,
        confirmed_at: Some(now()),
        ..waiting
    };
    store.replace(1, &confirmed, &[]).await.expect("confirmed");
    assert_eq!(store.get(id, end).await.expect("read"), Some(confirmed));
}

#[tokio::test]
async fn a_removed_search_goes_by_itself_unless_it_is_brought_back_in_time() {
    let embedded = embedded().await;
    let store = SavedSearchStore::new(embedded.platform().table.clone());
    let owner = SearchOwner::Account(AccountId::from_parts(1, 1));
    let read = |time| {
        let (store, owner) = (store.clone(), owner.clone());
        async move { store.of_owner(&owner, time).await.expect("a list") }
    };
    let saved = search(1, owner.clone());
    let before = read(now()).await;
    store.add(&before, &saved, None, &[]).await.expect("added");
    let removed = SavedSearch {
        version: 2,
        removed_at: Some(now()),
        ..saved.clone()
    };
    let end = now() + SignedDuration::from_hours(1);
    let done = store.replace_until(1, &removed, end, &[]).await;
    done.expect("removed");
    assert_eq!(read(now()).await.searches, slice::from_ref(&removed));
    assert_eq!(read(end).await.searches, []);

    let back = SavedSearch {
        version: 3,
        ..saved
    };
    let stale = store.restore(&before, 2, &back, &[]).await;
    assert!(
        matches!(stale, Err(PlatformError::Conflict { .. })),
        "another was added since: {stale:?}"
    );
    let list = read(now()).await;
    let done = store.restore(&list, 2, &back, &[]).await;
    done.expect("brought back");
    assert_eq!(read(end).await.searches, [back], "for good");
}

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
async fn of_a_link_only_a_hash_is_written_and_it_ends() {
    let embedded = embedded().await;
    let table = embedded.platform().table.clone();
    let store = SavedSearchStore::new(table.clone());
    let link = Link::Stop {
        saved_search_ids: vec![SavedSearchId::from_parts(1, 1)],
    };
    let end = now() + SignedDuration::from_hours(1);
    let token = store.new_link(&link, end).await.expect("a link");
    assert_eq!(
        store.link(&token, now()).await.expect("read"),
        Some(link.clone())
    );
    assert_eq!(store.link(&token, end).await.expect("read"), None);
    assert_eq!(
        store.link(&LinkToken::random(), now()).await.expect("read"),
        None
    );
    let again = store.new_link(&link, end).await.expect("a link");
    assert_ne!(again.reveal(), token.reveal());
    let item = table
        .get(key(AlertKey::Link(token.digest())))
        .await
        .expect("read");
    assert!(!format!("{item:?}").contains(&token.reveal()));
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
