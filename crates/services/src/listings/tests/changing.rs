//! Changing listings.

use super::{market, price, refused_field, waiting};
use crate::{
    Change, ServiceError,
    testing::{admin, broker_person, buyer},
};
use durbar_domain::{
    Npr, StandardStatus, account::Principal, event::EventDetail, history::HistoryFact,
    listing::Closing, text::Title,
};
use durbar_platform::{drafts::DraftStore, testing::listing};
use jiff::{Timestamp, civil::date};

#[tokio::test]
async fn a_new_price_keeps_the_old_one_and_tells_of_both() {
    let home = listing(1);
    let (embedded, listings) = market(std::slice::from_ref(&home)).await;
    let changed = listings
        .change(home.listing_id, 1, price(8))
        .await
        .expect("changed");
    assert_eq!(
        (changed.version, changed.price.list_price),
        (2, Npr::crore(8))
    );
    assert_eq!(changed.price.history[0].list_price, Npr::crore(9));
    assert_eq!(changed.on_market_date, home.on_market_date);
    assert!(changed.modified_at > home.modified_at);
    assert_eq!(listings.get(home.listing_id).await.expect("read"), changed);
    let told = EventDetail::PriceChanged {
        listing_id: home.listing_id,
        version: 2,
        from: Npr::crore(9),
        to: Npr::crore(8),
    };
    assert!(waiting(&embedded).await.contains(&told));

    let again = listings
        .change(home.listing_id, 2, price(8))
        .await
        .expect("nothing to do");
    assert_eq!(
        again.version, 2,
        "a change that changes nothing writes nothing"
    );
    assert_eq!(
        refused_field(listings.change(home.listing_id, 2, price(0)).await),
        "list_price"
    );
}

#[tokio::test]
async fn of_two_simultaneous_edits_one_is_a_conflict() {
    for round in 0..5 {
        let home = listing(round);
        let (embedded, listings) = market(std::slice::from_ref(&home)).await;
        let outcomes = futures::future::join(
            listings.change(home.listing_id, 1, price(7)),
            listings.change(home.listing_id, 1, price(8)),
        )
        .await;
        let (won, lost) = match outcomes {
            (Ok(won), Err(lost)) | (Err(lost), Ok(won)) => (won, lost),
            other => panic!("not one of each: {other:?}"),
        };
        assert!(
            matches!(lost, ServiceError::Conflict { current_version: 2 }),
            "{lost:?}"
        );
        assert_eq!(lost.status(), 409);
        assert_eq!(listings.get(home.listing_id).await.expect("read"), won);
        assert_eq!(
            waiting(&embedded).await.len(),
            2,
            "created, and changed once"
        );
    }
}

#[tokio::test]
async fn an_edit_of_a_version_long_past_is_a_conflict() {
    let home = listing(1);
    let (_embedded, listings) = market(std::slice::from_ref(&home)).await;
    listings
        .change(home.listing_id, 1, price(8))
        .await
        .expect("changed");
    listings
        .change(home.listing_id, 2, price(7))
        .await
        .expect("changed");
    let late = listings
        .change(home.listing_id, 1, Change::Premium(true))
        .await;
    assert!(
        matches!(late, Err(ServiceError::Conflict { current_version: 3 })),
        "{late:?}"
    );
    let missing = listings
        .change(listing(2).listing_id, 1, Change::Premium(true))
        .await;
    assert!(
        matches!(&missing, Err(error @ ServiceError::NotFound) if error.status() == 404),
        "{missing:?}"
    );
}

#[tokio::test]
async fn a_status_goes_only_where_it_may() {
    use StandardStatus::{Active, Closed, Incomplete, Withdrawn};
    let home = listing(1);
    let (embedded, listings) = market(std::slice::from_ref(&home)).await;
    let change = |version, change| listings.change(home.listing_id, version, change);
    assert_eq!(
        refused_field(change(1, Change::Status(Incomplete)).await),
        "standard_status"
    );
    assert_eq!(
        refused_field(change(1, Change::Status(Closed)).await),
        "close_date"
    );
    let early = Closing {
        close_date: date(2020, 1, 1),
        close_price: Npr::crore(0),
    };
    assert_eq!(
        refused_field(change(1, Change::Close(early)).await),
        "close_date,close_price"
    );

    change(1, Change::Status(Withdrawn))
        .await
        .expect("withdrawn");
    let told = EventDetail::StatusChanged {
        listing_id: home.listing_id,
        version: 2,
        from: Active,
        to: Withdrawn,
    };
    assert!(waiting(&embedded).await.contains(&told));
    let back = change(2, Change::Status(Active))
        .await
        .expect("back on the market");
    assert!(back.on_market_date > home.on_market_date);

    let closing = Closing {
        close_date: back.on_market_date,
        close_price: Npr::crore(8),
    };
    let sold = change(3, Change::Close(closing)).await.expect("sold");
    assert_eq!(
        (sold.standard_status, sold.price.closing),
        (Closed, Some(closing))
    );
    assert_eq!(refused_field(change(4, price(7)).await), "list_price");
}

#[tokio::test]
async fn a_new_title_makes_a_new_slug() {
    let home = listing(1);
    let (_embedded, listings) = market(std::slice::from_ref(&home)).await;
    let mut title = home.title.clone();
    title.en = Title::parse("title.en", "Stone house").expect("a title");
    let texts = Change::Texts {
        title,
        summary: home.summary.clone(),
        description: home.description.clone(),
    };
    let changed = listings
        .change(home.listing_id, 1, texts)
        .await
        .expect("changed");
    assert_eq!(changed.slug.as_str(), "stone-house");
}

#[tokio::test]
async fn a_tier_is_the_brokers_and_an_admins_to_change_and_is_told_and_dated() {
    let home = listing(1);
    let id = home.listing_id;
    let (embedded, listings) = market(std::slice::from_ref(&home)).await;
    let broker = broker_person(1);
    let change = |who: Principal, version, premium| {
        let (listings, change) = (&listings, Change::Premium(premium));
        async move {
            let now = Timestamp::now();
            listings.change_own(&who, id, version, change, now).await
        }
    };
    for stranger in [broker_person(2), buyer(1)] {
        let refused = change(stranger, 1, true).await;
        assert!(
            matches!(refused, Err(ServiceError::Refused(_))),
            "{refused:?}"
        );
    }
    let changed = change(broker, 1, true).await.expect("changed");
    assert!(changed.premium && changed.version == 2);
    let stale = change(broker, 1, false).await;
    assert!(
        matches!(stale, Err(ServiceError::Conflict { current_version: 2 })),
        "{stale:?}"
    );
    let back = change(admin(1), 2, false).await.expect("changed back");
    assert!(!back.premium);
    let told = |version, premium| EventDetail::TierChanged {
        listing_id: id,
        version,
        premium,
    };
    let waiting = waiting(&embedded).await;
    assert_eq!(waiting[1..], [told(2, true), told(3, false)]);
    let drafts = DraftStore::new(embedded.platform().table.clone());
    let history = drafts.history(id, 10).await.expect("history");
    let entries: Vec<_> = history
        .iter()
        .map(|entry| (&entry.fact, entry.by))
        .collect();
    let by = |who: &Principal| who.person().map(|it| it.account_id);
    let fact = |premium| HistoryFact::TierChanged { premium };
    assert_eq!(
        entries,
        [(&fact(false), by(&admin(1))), (&fact(true), by(&broker))]
    );
}
