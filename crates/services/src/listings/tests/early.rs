//! Homes that members see before everyone.

use super::{market, waiting};
use crate::{
    Change, ServiceError,
    listings::{Feed, Found, FoundEarly},
    testing::{broker_person, buyer, guest},
};
use durbar_domain::{
    EarlyAccess, Listing, StandardStatus,
    account::{Principal, Role, SubscriptionLevel},
    event::EventDetail,
    policy::Refusal,
};
use durbar_platform::testing::listing;
use jiff::{SignedDuration, Timestamp};

fn member(level: SubscriptionLevel) -> Principal {
    let Principal::Person(person) = buyer(level as u128 + 100) else {
        unreachable!("a buyer is a person")
    };
    Principal::Person(durbar_domain::account::Person {
        subscription_level: level,
        ..person
    })
}

/// Announced at `now`, offered by the first broker.
fn announced(now: Timestamp) -> Listing {
    Listing {
        standard_status: StandardStatus::ComingSoon,
        early_access: Some(EarlyAccess { announced_at: now }),
        ..listing(1)
    }
}

#[tokio::test]
async fn a_home_that_was_never_offered_is_announced_to_members() {
    use StandardStatus::{Active, ComingSoon, Hold, Incomplete};
    let draft = Listing {
        standard_status: Incomplete,
        ..listing(1)
    };
    let (_embedded, listings) = market(std::slice::from_ref(&draft)).await;
    let to = async |version, status| {
        let change = Change::Status(status);
        let changed = listings.change(draft.listing_id, version, change).await;
        changed.expect("changed").early_access
    };
    let early = to(1, ComingSoon).await.expect("to members first");
    assert_eq!(to(2, Hold).await, Some(early));
    assert_eq!(to(3, ComingSoon).await, Some(early), "its time goes on");
    assert_eq!(to(4, Active).await, None);
    assert_eq!(to(5, Hold).await, None);
    assert_eq!(to(6, ComingSoon).await, None, "everyone has seen it");
}

#[tokio::test]
async fn each_level_finds_it_in_its_turn_and_the_public_does_not() {
    use SubscriptionLevel::{Gold, Platinum};
    let now = Timestamp::now();
    let home = announced(now);
    let (_embedded, listings) = market(std::slice::from_ref(&home)).await;
    let id = home.listing_id;
    let teaser = home.tease().expect("it is early");
    assert_eq!(
        listings.find(id).await.expect("asked"),
        Found::Early(teaser)
    );
    let feed = listings.feed(Feed::Recent, None, 10).await.expect("a feed");
    assert!(feed.items.is_empty());
    assert!(
        listings
            .published_cards(&[id])
            .await
            .expect("cards")
            .is_empty()
    );
    let of_broker = listings.published_of_broker(home.broker_id, 10).await;
    assert!(of_broker.expect("cards").is_empty());

    let refusal = async |principal: &Principal, hours| {
        let later = now + SignedDuration::from_hours(hours);
        let listed = listings.early(principal, later).await.expect("a list");
        match listings.find_early(principal, id, later).await {
            Ok(FoundEarly::Early(found)) => {
                assert_eq!((found.card.listing_id, listed.len()), (id, 1));
                None
            }
            Err(ServiceError::Refused(refusal)) => {
                assert!(listed.is_empty());
                Some(refusal)
            }
            other => panic!("{other:?}"),
        }
    };
    let (gold, platinum) = (member(Gold), member(Platinum));
    assert_eq!(refusal(&platinum, 0).await, None);
    assert_eq!(refusal(&gold, 47).await, Some(Refusal::Upgrade(Platinum)));
    assert_eq!(refusal(&gold, 48).await, None);
    assert_eq!(
        refusal(&buyer(1), 95).await,
        Some(Refusal::Upgrade(Platinum))
    );
    assert_eq!(refusal(&guest(), 95).await, Some(Refusal::SignIn));
    assert_eq!(refusal(&broker_person(1), 0).await, None, "their own home");
    assert_eq!(
        refusal(&broker_person(2), 0).await,
        Some(Refusal::Upgrade(Platinum))
    );
}

#[tokio::test]
async fn a_home_that_fails_keeps_no_other_closed() {
    let now = Timestamp::now();
    let homes = [1, 2, 3].map(|number| Listing {
        standard_status: StandardStatus::ComingSoon,
        early_access: Some(EarlyAccess { announced_at: now }),
        ..listing(number)
    });
    let (embedded, listings) = market(&homes).await;
    let table = &embedded.platform().table;
    durbar_platform::testing::damage(table, homes[1].listing_id).await;
    let end = now + SignedDuration::from_hours(96);
    assert_eq!(listings.open_to_all(end).await.expect("looked"), 2);
    for (home, is_open) in homes.iter().zip([true, false, true]) {
        let found = listings.find(home.listing_id).await;
        assert_eq!(
            matches!(found, Ok(Found::Published(_))),
            is_open,
            "{found:?}"
        );
    }
    assert_eq!(listings.open_to_all(end).await.expect("again"), 0);
}

#[tokio::test]
async fn when_the_last_turn_has_come_it_is_opened_once() {
    let now = Timestamp::now();
    let home = announced(now);
    let (embedded, listings) = market(std::slice::from_ref(&home)).await;
    let after = |hours| now + SignedDuration::from_hours(hours);
    let open = async |hours| listings.open_to_all(after(hours)).await.expect("looked");
    assert_eq!((open(95).await, open(96).await, open(97).await), (0, 1, 0));
    let found = listings.find(home.listing_id).await.expect("asked");
    let Found::Published(found) = found else {
        panic!("not open: {found:?}");
    };
    assert_eq!(found.card.standard_status, StandardStatus::ComingSoon);
    let feed = listings.feed(Feed::Recent, None, 10).await.expect("a feed");
    assert_eq!(feed.items.len(), 1);
    let told = EventDetail::ListingChanged {
        listing_id: home.listing_id,
        version: 2,
    };
    assert!(waiting(&embedded).await.contains(&told));
    let again = listings
        .find_early(&guest(), home.listing_id, after(97))
        .await;
    let path = found.card.public_path();
    assert_eq!(again.expect("found"), FoundEarly::Open(path));
}

#[tokio::test]
async fn admins_and_its_broker_have_its_card_wherever_cards_are() {
    let now = Timestamp::now();
    let home = announced(now);
    let (_embedded, listings) = market(std::slice::from_ref(&home)).await;
    let role = |principal: Principal, role, multi_factor| {
        let person = *principal.person().expect("a person");
        Principal::Person(durbar_domain::account::Person {
            role,
            multi_factor,
            ..person
        })
    };
    let free = SubscriptionLevel::Free;
    for (principal, cards) in [
        (guest(), 0),
        (member(free), 0),
        (member(SubscriptionLevel::Platinum), 1),
        (role(member(free), Role::Admin, true), 1),
        (role(member(free), Role::Admin, false), 0),
        (broker_person(1), 1),
        (role(broker_person(1), Role::Broker, false), 0),
        (broker_person(2), 0),
    ] {
        let ids = [home.listing_id];
        let found = listings.cards_for(&principal, &ids, now).await;
        assert_eq!(found.expect("read").len(), cards, "{principal:?}");
    }
}
