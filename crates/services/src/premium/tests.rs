use super::*;
use crate::testing::{broker_person, buyer, guest};
use durbar_domain::{
    AccountId, EarlyAccess, MediaId, StandardStatus,
    account::{Person, Role, SubscriptionLevel},
    policy::Refusal,
    premium::{PremiumEntry, PremiumKind, PremiumMedia},
    text::Localized,
};
use durbar_platform::{
    Embedded,
    testing::{embedded, listing},
};
use jiff::SignedDuration;
use strum::VariantArray;

const SITE: &str = "https://durbar.test";

/// A home with one of each kind, offered by the first broker.
fn home(number: u64) -> Listing {
    let media = PremiumKind::VARIANTS.iter().zip(1..).map(|(kind, number)| {
        let alt = Localized {
            en: "A view".to_owned(),
            ne: "दृश्य".to_owned(),
        };
        PremiumMedia {
            cube: None,
            media_id: MediaId::from_parts(1, number),
            kind: *kind,
            width: 1_536,
            height: 1_024,
            alt,
        }
    });
    Listing {
        premium_media: media.collect(),
        ..listing(number)
    }
}

fn member(level: SubscriptionLevel) -> Principal {
    let Principal::Person(person) = buyer(1) else {
        unreachable!("a buyer is somebody")
    };
    Principal::Person(Person {
        subscription_level: level,
        ..person
    })
}

async fn premium(embedded: &Embedded, homes: &[Listing]) -> Premium {
    let platform = embedded.platform();
    let store = ListingStore::new(platform.table.clone());
    for home in homes {
        store.put_new(home, &[]).await.expect("written");
    }
    let access = PremiumAccess::new(embedded.signer().clone(), SITE);
    Premium::new(platform).signing(Some(access), PremiumPolicy::default())
}

fn at(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

fn entries(opened: &Opened) -> Vec<&PremiumEntry> {
    opened.answer.parts.iter().map(|part| &part.entry).collect()
}

fn open_kinds(opened: &Opened) -> Vec<PremiumKind> {
    opened.answer.open().map(|(kind, _)| kind).collect()
}

#[tokio::test]
async fn each_level_opens_its_kinds_and_no_others() {
    use PremiumKind::{DroneFilm, Panorama, Picture};
    let embedded = embedded().await;
    let home = home(1);
    let premium = premium(&embedded, std::slice::from_ref(&home)).await;
    let now = at("2026-11-22T06:00:00Z");
    let open = async |principal: &Principal| {
        let opened = premium.open(principal, home.listing_id, None, now).await;
        opened.expect("an answer")
    };

    let nobody = open(&guest()).await;
    assert_eq!(entries(&nobody), [&PremiumEntry::SignIn; 3]);
    let free = open(&member(SubscriptionLevel::Free)).await;
    let (gold, platinum) = (SubscriptionLevel::Gold, SubscriptionLevel::Platinum);
    assert_eq!(
        entries(&free),
        [
            &PremiumEntry::Level(gold),
            &PremiumEntry::Level(gold),
            &PremiumEntry::Level(platinum)
        ]
    );
    assert!(nobody.cookies.is_empty() && free.cookies.is_empty());

    let golden = open(&member(gold)).await;
    assert_eq!(open_kinds(&golden), [Picture, Panorama]);
    assert_eq!(entries(&golden)[2], &PremiumEntry::Level(platinum));
    let film = format!("Path=/premium/{}/film/", home.listing_id);
    let tour = format!("Path=/premium/{}/tour/", home.listing_id);
    assert!(golden.cookies.iter().any(|cookie| cookie.contains(&tour)));
    assert!(!golden.cookies.iter().any(|cookie| cookie.contains(&film)));
    assert!(
        golden
            .cookies
            .iter()
            .all(|it| it.contains("; HttpOnly") && it.contains("; Secure"))
    );

    let all = [Picture, Panorama, DroneFilm];
    assert_eq!(open_kinds(&open(&member(platinum)).await), all);
    assert_eq!(open_kinds(&open(&broker_person(1)).await), all);
    assert!(open_kinds(&open(&broker_person(2)).await).is_empty());
    let admin = Principal::Person(Person {
        account_id: AccountId::from_parts(9, 9),
        role: Role::Admin,
        subscription_level: SubscriptionLevel::Free,
        broker_id: None,
        multi_factor: true,
        seat: None,
    });
    assert_eq!(open_kinds(&open(&admin).await), all);
}

#[tokio::test]
async fn a_home_that_comes_soon_opens_to_platinum_first() {
    let embedded = embedded().await;
    let announced_at = at("2026-11-20T06:00:00Z");
    let home = Listing {
        standard_status: StandardStatus::ComingSoon,
        early_access: Some(EarlyAccess { announced_at }),
        ..home(1)
    };
    let premium = premium(&embedded, std::slice::from_ref(&home)).await;
    let (gold, platinum) = (SubscriptionLevel::Gold, SubscriptionLevel::Platinum);
    let hours = |hours| announced_at + SignedDuration::from_hours(hours);
    let ask = async |principal: Principal, now| {
        premium.open(&principal, home.listing_id, None, now).await
    };
    let open = async |level, now| ask(member(level), now).await.expect("an answer");
    assert_eq!(open_kinds(&open(platinum, hours(1)).await).len(), 3);
    // Not even what there is of it is told before.
    for (principal, refusal) in [
        (guest(), Refusal::SignIn),
        (member(gold), Refusal::Upgrade(platinum)),
    ] {
        let early = ask(principal, hours(47)).await;
        assert!(
            matches!(early, Err(ServiceError::Refused(why)) if why == refusal),
            "{early:?}"
        );
    }
    assert_eq!(open_kinds(&open(gold, hours(48)).await).len(), 2);
    let broker = broker_person(1);
    let own = premium.open(&broker, home.listing_id, None, hours(1)).await;
    assert_eq!(open_kinds(&own.expect("an answer")).len(), 3);
}

#[tokio::test]
async fn a_home_that_is_not_published_is_for_its_broker_alone() {
    let embedded = embedded().await;
    let hidden = Listing {
        standard_status: StandardStatus::Hold,
        ..home(1)
    };
    let premium = premium(&embedded, std::slice::from_ref(&hidden)).await;
    let now = at("2026-11-22T06:00:00Z");
    for principal in [
        guest(),
        member(SubscriptionLevel::Platinum),
        broker_person(2),
    ] {
        for id in [hidden.listing_id, PropertyId::from_parts(1, 77)] {
            let refused = premium.open(&principal, id, None, now).await;
            assert!(
                matches!(refused, Err(ServiceError::NotFound)),
                "{refused:?}"
            );
        }
    }
    let own = premium
        .open(&broker_person(1), hidden.listing_id, None, now)
        .await;
    assert_eq!(open_kinds(&own.expect("an answer")).len(), 3);
}

#[tokio::test]
async fn over_the_limit_homes_open_more_slowly_and_an_upgrade_is_offered() {
    let embedded = embedded().await;
    let homes: Vec<Listing> = (1..=61).map(home).collect();
    let premium = premium(&embedded, &homes).await;
    let gold = member(SubscriptionLevel::Gold);
    let now = at("2026-11-22T06:00:00Z");
    let open = async |home: &Listing, now| {
        let opened = premium.open(&gold, home.listing_id, None, now).await;
        opened.expect("an answer")
    };
    for home in &homes[..60] {
        let opened = open(home, now).await;
        assert_eq!(
            (opened.answer.over_limit, opened.slowed),
            (None, Duration::ZERO)
        );
    }
    let again = open(&homes[0], now + SignedDuration::from_mins(4)).await;
    assert_eq!(
        (again.answer.over_limit, again.slowed),
        (None, Duration::ZERO)
    );
    let over = open(&homes[60], now).await;
    let limit = PremiumLimit {
        homes: 60,
        level: Some(SubscriptionLevel::Platinum),
    };
    assert_eq!(
        (over.answer.over_limit, over.slowed),
        (Some(limit), SLOWER_BY)
    );
    assert_eq!(open_kinds(&over).len(), 2, "slowed, not refused");
    let renewed = open(&homes[60], now + SignedDuration::from_secs(1)).await;
    assert_eq!(
        (renewed.answer.over_limit, renewed.slowed),
        (Some(limit), Duration::ZERO)
    );
    let tomorrow = open(&homes[60], now + SignedDuration::from_hours(24)).await;
    assert_eq!(tomorrow.answer.over_limit, None);
}

#[tokio::test]
async fn homes_opened_at_once_take_as_long_as_one_after_another() {
    let embedded = embedded().await;
    let homes: Vec<Listing> = (1..=64).map(home).collect();
    let premium = premium(&embedded, &homes).await;
    let gold = member(SubscriptionLevel::Gold);
    let account = gold.person().expect("a person").account_id;
    let now = at("2026-11-22T06:00:00Z");
    let today = time::kathmandu_date(now);
    for home in &homes[..60] {
        let noted = premium.uses.note(account, today, home.listing_id, now);
        assert!(noted.await.expect("noted"));
    }
    let open = |home: &Listing| premium.open(&gold, home.listing_id, None, now);
    let opened = futures::future::join_all(homes[60..].iter().map(open)).await;
    let mut slowed: Vec<Duration> = opened
        .into_iter()
        .map(|opened| opened.expect("an answer").slowed)
        .collect();
    slowed.sort_unstable();
    let one_by_one = [250, 750, 1_500, 2_500].map(Duration::from_millis);
    let is_as_long = |(slowed, wanted): (&Duration, &Duration)| slowed >= wanted;
    assert!(slowed.iter().zip(&one_by_one).all(is_as_long), "{slowed:?}");
    assert_eq!(slowed.last(), one_by_one.last());
}

#[tokio::test]
async fn whoever_opens_very_many_at_once_comes_again_and_waits_the_same() {
    let embedded = embedded().await;
    let home = home(1);
    let premium = premium(&embedded, std::slice::from_ref(&home)).await;
    let gold = member(SubscriptionLevel::Gold);
    let account = gold.person().expect("a person").account_id;
    let now = at("2026-11-22T06:00:00Z");
    let today = time::kathmandu_date(now);
    for number in 100..175 {
        let other = PropertyId::from_parts(1, number);
        let noted = premium.uses.note(account, today, other, now).await;
        assert!(noted.expect("noted"));
    }
    let open = async |after_ms: i64| {
        let at = now + SignedDuration::from_millis(after_ms);
        premium.open(&gold, home.listing_id, None, at).await
    };
    // Its turn comes after fifteen others; breaking off and asking again is no way round.
    for (after, left) in [(1, 31_499), (10_000, 21_500)] {
        let refused = open(after).await;
        let Err(ServiceError::TooMany { retry_after }) = refused else {
            panic!("{refused:?}")
        };
        assert_eq!(retry_after, Duration::from_millis(left));
    }
    let opened = open(31_500).await.expect("an answer");
    assert_eq!(opened.slowed, Duration::ZERO);
    assert!(!opened.cookies.is_empty());
}

#[tokio::test]
async fn without_keys_nothing_opens() {
    let embedded = embedded().await;
    let home = home(1);
    premium(&embedded, std::slice::from_ref(&home)).await;
    let premium = Premium::new(embedded.platform());
    let platinum = member(SubscriptionLevel::Platinum);
    let opened = premium
        .open(&platinum, home.listing_id, None, at("2026-11-22T06:00:00Z"))
        .await;
    let opened = opened.expect("an answer");
    assert!(opened.cookies.is_empty() && open_kinds(&opened).is_empty());
}

#[tokio::test]
async fn what_is_opened_is_counted_by_level() {
    let embedded = embedded().await;
    let home = home(1);
    let premium = premium(&embedded, std::slice::from_ref(&home)).await;
    let now = at("2026-11-22T06:00:00Z");
    for principal in [
        member(SubscriptionLevel::Gold),
        member(SubscriptionLevel::Gold),
        member(SubscriptionLevel::Platinum),
        // To whom nothing opens.
        member(SubscriptionLevel::Free),
        guest(),
    ] {
        let opened = premium.open(&principal, home.listing_id, None, now).await;
        opened.expect("an answer");
    }
    // Clones count together, whatever they sign with.
    let opens = premium.clone().signing(None, PremiumPolicy::default());
    let opens = opens.take_opens();
    let counted = SubscriptionLevel::VARIANTS
        .iter()
        .map(|level| opens.of(*level));
    assert_eq!(counted.collect::<Vec<_>>(), [0, 2, 1]);
    assert_eq!(premium.take_opens(), PremiumOpens::default());
}
