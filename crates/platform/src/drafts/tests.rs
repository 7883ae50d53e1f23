use super::*;
use crate::{
    change_notes::ChangeNotes,
    testing::{created, embedded, listing},
};
use durbar_domain::{
    AccountId, EventId,
    draft::{Claim, DraftField, Offer, Review},
    history::HistoryFact,
};

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_780_000_000 + second).expect("a time")
}

fn draft(number: u128, second: i64) -> Draft {
    let broker = BrokerId::from_parts(1, 1);
    Draft::new(PropertyId::from_parts(1, number), broker, at(second))
}

fn submitted(mut draft: Draft, second: i64) -> Draft {
    let by = AccountId::from_parts(1, 9);
    let claim = Claim { by, at: at(second) };
    draft.review = Review::default()
        .submit(Offer::Active, claim)
        .expect("open");
    draft
}

fn entry(number: u64, fact: HistoryFact) -> HistoryEntry {
    HistoryEntry {
        event_id: EventId::from_parts(number, 0),
        at: at(0),
        by: None,
        fact,
    }
}

#[tokio::test]
async fn a_draft_is_read_as_it_was_written_and_a_stale_write_is_refused() {
    let embedded = embedded().await;
    let store = DraftStore::new(embedded.platform().table.clone());
    let mut draft = draft(1, 0);
    store.put_new(&draft).await.expect("written");
    let again = store.put_new(&draft).await;
    assert!(
        matches!(again, Err(PlatformError::AlreadyExists { .. })),
        "{again:?}"
    );

    draft
        .fields
        .set(DraftField::TitleEn, "A house")
        .expect("fits");
    draft.version = 2;
    store
        .replace(1, &draft, ChangeNotes::default())
        .await
        .expect("replaced");
    assert_eq!(
        store.get(draft.listing_id).await.expect("read"),
        Some(draft.clone())
    );
    let stale = store.replace(1, &draft, ChangeNotes::default()).await;
    assert!(
        matches!(stale, Err(PlatformError::Conflict { current_version: 2 })),
        "{stale:?}"
    );
    let other = Draft {
        listing_id: PropertyId::from_parts(1, 99),
        ..draft
    };
    let missing = store.replace(1, &other, ChangeNotes::default()).await;
    assert!(
        matches!(missing, Err(PlatformError::Missing { .. })),
        "{missing:?}"
    );
}

#[tokio::test]
async fn who_waits_longest_is_first_and_who_waits_no_more_is_left_out() {
    let embedded = embedded().await;
    let store = DraftStore::new(embedded.platform().table.clone());
    for (number, second) in [(1, 30), (2, 10), (3, 20)] {
        let draft = submitted(draft(number, 0), second);
        store.put_new(&draft).await.expect("written");
    }
    store.put_new(&draft(4, 0)).await.expect("written");
    let thrown_away = Draft {
        discarded_at: Some(at(5)),
        ..submitted(draft(5, 0), 5)
    };
    store.put_new(&thrown_away).await.expect("written");

    let order = |slice: &Slice<Draft>| -> Vec<PropertyId> {
        slice.items.iter().map(|draft| draft.listing_id).collect()
    };
    let id = |number| PropertyId::from_parts(1, number);
    let first = store.submitted(None, 2).await.expect("read");
    assert_eq!(order(&first), [id(2), id(3)]);
    let rest = store.submitted(first.next.as_ref(), 2).await.expect("read");
    assert_eq!((order(&rest), rest.next), (vec![id(1)], None));
    let bad = store.submitted(Some(&Cursor::new("x")), 2).await;
    assert!(matches!(bad, Err(PlatformError::BadCursor)), "{bad:?}");

    let all = store
        .of_broker(BrokerId::from_parts(1, 1))
        .await
        .expect("read");
    assert_eq!(all.len(), 5, "its broker has them all");
    let none = store
        .of_broker(BrokerId::from_parts(1, 2))
        .await
        .expect("read");
    assert_eq!(none, []);
}

#[tokio::test]
async fn publishing_writes_the_listing_and_ends_the_draft_or_does_neither() {
    let embedded = embedded().await;
    let table = &embedded.platform().table;
    let store = DraftStore::new(table.clone());
    let listings = crate::listings::ListingStore::new(table.clone());
    let home = listing(1);
    let draft = Draft {
        listing_id: home.listing_id,
        ..draft(1, 0)
    };
    store.put_new(&draft).await.expect("written");
    let stale = Draft {
        version: 7,
        ..draft.clone()
    };
    let (event, approved) = (created(1, &home), entry(1, HistoryFact::Approved));
    let notes = ChangeNotes {
        events: &[event],
        history: std::slice::from_ref(&approved),
        audit: &[],
    };
    let refused = store.publish(&stale, &home, notes).await;
    assert!(
        matches!(refused, Err(PlatformError::Conflict { current_version: 1 })),
        "{refused:?}"
    );
    assert_eq!(listings.get(home.listing_id).await.expect("read"), None);
    assert_eq!(store.history(home.listing_id, 9).await.expect("read"), []);

    store
        .publish(&draft, &home, notes)
        .await
        .expect("published");
    assert_eq!(
        listings.get(home.listing_id).await.expect("read"),
        Some(home.clone())
    );
    assert_eq!(store.get(home.listing_id).await.expect("read"), None);
    assert_eq!(
        store.history(home.listing_id, 9).await.expect("read"),
        [approved]
    );
}

#[tokio::test]
async fn the_latest_of_a_history_is_first() {
    let embedded = embedded().await;
    let store = DraftStore::new(embedded.platform().table.clone());
    let draft = draft(1, 0);
    store.put_new(&draft).await.expect("written");
    let (sent, back) = (
        entry(1, HistoryFact::Submitted),
        entry(2, HistoryFact::TakenBack),
    );
    let next = Draft {
        version: 2,
        ..draft.clone()
    };
    let notes = ChangeNotes {
        history: &[sent.clone(), back.clone()],
        ..ChangeNotes::default()
    };
    store.replace(1, &next, notes).await.expect("replaced");
    let read = store.history(draft.listing_id, 9).await.expect("read");
    assert_eq!(read, [back.clone(), sent]);
    assert_eq!(
        store.history(draft.listing_id, 1).await.expect("read"),
        [back]
    );
}
