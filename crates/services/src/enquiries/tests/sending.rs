//! Sending, finding again, exporting, erasing.

use super::*;
use crate::enquiries::Received;
use durbar_domain::{StandardStatus, enquiry::State, event::EventDetail};
use durbar_platform::outbox::Outbox;

async fn waiting(embedded: &Embedded) -> Vec<EventDetail> {
    let outbox = Outbox::new(embedded.platform().table.clone());
    let mut details = Vec::new();
    for shard in Outbox::shards() {
        let pending = outbox.pending(shard, None, 100).await.expect("pending");
        details.extend(pending.events.into_iter().map(|it| it.event.detail));
    }
    details
}

#[tokio::test]
async fn both_sides_find_an_enquiry_and_nobody_else_does() {
    let (embedded, enquiries) = market().await;
    let maya = buyer(1);
    let sent = enquiries
        .send(&maya, &wish(), HERE, now())
        .await
        .expect("sent");
    let id = sent.enquiry.enquiry_id;
    assert!(!sent.repeated && sent.link.is_none());
    let slots = vec![slot(24), slot(48)];
    let by = Party::Buyer;
    assert_eq!(sent.enquiry.state, State::SlotsProposed { by, slots });

    for (asker, party) in [(&maya, Party::Buyer), (&broker_person(1), Party::Broker)] {
        let thread = enquiries.thread(asker.into(), id, now()).await;
        let thread = thread.expect("a thread");
        assert_eq!((&thread.enquiry, thread.party), (&sent.enquiry, party));
        assert_eq!(thread.messages.len(), 1);
    }
    for other in [buyer(2), broker_person(2), guest()] {
        let thread = enquiries.thread((&other).into(), id, now()).await;
        assert!(matches!(thread, Err(ServiceError::NotFound)), "{other:?}");
    }
    let lists = [
        enquiries.sent_by(&maya, None, 10).await,
        enquiries
            .received(&broker_person(1), Received::Own, None, 10)
            .await,
    ];
    for list in lists {
        assert_eq!(
            list.expect("a list").items,
            std::slice::from_ref(&sent.enquiry)
        );
    }
    let of_others = enquiries
        .received(&broker_person(2), Received::Own, None, 10)
        .await;
    assert!(of_others.expect("a list").items.is_empty());
    assert!(enquiries.sent_by(&guest(), None, 10).await.is_err());
    assert!(
        enquiries
            .received(&maya, Received::Own, None, 10)
            .await
            .is_err()
    );
    let told = waiting(&embedded).await;
    assert!(
        matches!(told[..], [EventDetail::ViewingRequested { enquiry_id, version: 1, .. }] if enquiry_id == id),
        "{told:?}"
    );
}

#[tokio::test]
async fn a_form_sent_twice_makes_one_enquiry_also_at_the_same_moment() {
    let (embedded, enquiries) = market().await;
    for person in [buyer(1), guest()] {
        let form = question("Is there water all year?");
        let (one, two) = futures::future::join(
            enquiries.send(&person, &form, HERE, now()),
            enquiries.send(&person, &form, HERE, now()),
        )
        .await;
        let (one, two) = (one.expect("sent"), two.expect("sent"));
        assert_eq!(one.enquiry.enquiry_id, two.enquiry.enquiry_id);
        assert!(one.repeated != two.repeated);
        let links = usize::from(one.link.is_some()) + usize::from(two.link.is_some());
        assert_eq!(links, usize::from(person == guest()), "told once");
        // Others see the same page, with the same key.
        let other = enquiries
            .send(&buyer(2), &form, HERE, now())
            .await
            .expect("sent");
        assert_ne!(other.enquiry.enquiry_id, one.enquiry.enquiry_id);
        let another = question("And electricity?");
        let another = enquiries
            .send(&person, &another, HERE, now())
            .await
            .expect("sent");
        assert_ne!(another.enquiry.enquiry_id, one.enquiry.enquiry_id);
    }
    assert_eq!(waiting(&embedded).await.len(), 5);
}

#[tokio::test]
async fn a_guest_comes_back_by_the_link_until_it_ends() {
    let (_embedded, enquiries) = market().await;
    let form = question("Is it quiet?");
    let sent = enquiries
        .send(&guest(), &form, HERE, now())
        .await
        .expect("sent");
    let id = sent.enquiry.enquiry_id;
    let (nobody, link) = (guest(), sent.link.expect("a link"));
    let by_link = |link| Asker {
        principal: &nobody,
        link: Some(link),
    };
    let read = enquiries.thread(by_link(&link), id, now()).await;
    assert_eq!(read.expect("a thread").party, Party::Buyer);
    enquiries
        .write(by_link(&link), id, text("One more thing."), now())
        .await
        .expect("written");

    let guessed = LinkToken::random();
    let refused = enquiries.thread(by_link(&guessed), id, now()).await;
    assert!(matches!(refused, Err(ServiceError::NotFound)));
    let late = enquiries
        .thread(by_link(&link), id, now() + LINK_HOLDS)
        .await;
    assert!(matches!(late, Err(ServiceError::NotFound)));
    let form = question("Another");
    let other = enquiries
        .send(&guest(), &form, HERE, now())
        .await
        .expect("sent");
    let refused = enquiries
        .thread(by_link(&link), other.enquiry.enquiry_id, now())
        .await;
    assert!(matches!(refused, Err(ServiceError::NotFound)));
}

#[tokio::test]
async fn hostile_forms_are_refused() {
    let (embedded, enquiries) = market().await;
    let maya = buyer(1);
    let send = async |form: Form| enquiries.send(&maya, &form, HERE, now()).await;
    let empty = Form {
        text: None,
        ..question("x")
    };
    assert_eq!(field(send(empty).await), "text");
    for slots in [vec![], vec![slot(-1)], vec![slot(61 * 24)]] {
        let mut form = wish();
        form.wish.as_mut().expect("a wish").slots = slots;
        assert_eq!(field(send(form).await), "slots");
    }
    let unknown = Form {
        listing_id: PropertyId::from_parts(9, 9),
        ..wish()
    };
    assert!(matches!(send(unknown).await, Err(ServiceError::NotFound)));
    let store = ListingStore::new(embedded.platform().table.clone());
    for (status, found) in [
        (StandardStatus::Hold, false),
        (StandardStatus::Withdrawn, true),
        (StandardStatus::Closed, true),
    ] {
        let mut home = home(1);
        home.standard_status = status;
        store.load(&[home]).await.expect("loaded");
        match send(wish()).await {
            Err(ServiceError::NotFound) => assert!(!found),
            refused => assert_eq!(field(refused), "listing_id"),
        }
    }
    store.load(&[home(1)]).await.expect("loaded");
    let own = enquiries
        .send(&broker_person(1), &wish(), HERE, now())
        .await;
    assert!(matches!(
        own,
        Err(ServiceError::Refused(Refusal::NotPermitted))
    ));
    for key in [
        "",
        "short",
        "0123456789abcdef\n",
        &"x".repeat(65),
        "नमस्तेनमस्ते",
    ] {
        assert!(FormKey::parse("key", key).is_err(), "{key:?}");
    }
    let bad = enquiries
        .sent_by(&maya, Some(&Cursor::new("gibberish")), 10)
        .await;
    assert_eq!(field(bad), "after");
    assert!(waiting(&embedded).await.is_empty());
}

#[tokio::test]
async fn lists_come_in_pages_newest_first() {
    let (_embedded, enquiries) = market().await;
    let maya = buyer(1);
    let mut sent = Vec::new();
    for minute in 0..5 {
        let at = now() + SignedDuration::from_mins(minute);
        let form = question(&format!("Question {minute}"));
        let enquiry = enquiries
            .send(&maya, &form, HERE, at)
            .await
            .expect("sent")
            .enquiry;
        sent.insert(0, enquiry);
    }
    let (mut after, mut seen) = (None, Vec::new());
    loop {
        let page = enquiries.sent_by(&maya, after.as_ref(), 2).await;
        let page = page.expect("a page");
        seen.extend(page.items);
        let Some(next) = page.next else { break };
        after = Some(next);
    }
    assert_eq!(seen, sent);
}

#[tokio::test]
async fn what_is_kept_of_an_account_is_exported_and_erased_and_nothing_of_another() {
    let (embedded, enquiries) = market().await;
    let (maya, other) = (buyer(1), buyer(2));
    let account = maya.person().expect("a person").account_id;
    let before = crate::testing::keys(&embedded).await;
    let kept = enquiries
        .send(&other, &wish(), HERE, now())
        .await
        .expect("sent");
    // Counters name nobody: a keyed hash of who sent is kept for the hour.
    let keys = async || {
        let mut keys = crate::testing::keys(&embedded).await;
        keys.retain(|key| !key.starts_with("THROTTLE#"));
        keys
    };
    let others = keys().await;
    for form in [wish(), question("Hm?")] {
        let id = enquiries
            .send(&maya, &form, HERE, now())
            .await
            .expect("sent");
        let id = id.enquiry.enquiry_id;
        enquiries
            .write((&broker_person(1)).into(), id, text("Yes."), now())
            .await
            .expect("written");
    }
    let export = enquiries.export_of(account).await.expect("exported");
    assert_eq!(export.as_array().map(Vec::len), Some(2));
    assert_eq!(export[0]["thread"].as_array().map(Vec::len), Some(2));
    assert_eq!(export[0]["enquiry"]["contact"]["phone"], "+9779812345678");

    let erased = enquiries.erase_of(account).await.expect("erased");
    assert!(!erased.is_empty());
    let left = keys().await;
    assert_eq!(left, others, "beside {before:?}");
    assert!(enquiries.erase_of(account).await.expect("again").is_empty());
    let kept = kept.enquiry.enquiry_id;
    let thread = enquiries.thread((&other).into(), kept, now()).await;
    assert_eq!(thread.expect("still there").messages.len(), 1);
}
