use super::*;
use crate::fixtures::villa;
use SubscriptionLevel::{Free, Gold, Platinum};
use jiff::SignedDuration;

fn announced() -> (Listing, Timestamp) {
    let announced_at: Timestamp = "2026-11-20T06:00:00Z".parse().expect("a time");
    let home = Listing {
        standard_status: StandardStatus::ComingSoon,
        early_access: Some(EarlyAccess { announced_at }),
        ..villa()
    };
    (home, announced_at)
}

#[test]
fn a_home_opens_to_higher_levels_first_and_to_the_public_last() {
    let (home, announced_at) = announced();
    let card = home.summarize();
    let seen = |level, hours| {
        let now = announced_at + SignedDuration::from_hours(hours);
        card.visibility_to(level, now) == Visibility::Published
    };
    for (level, hours, open) in [
        (Platinum, 0, true),
        (Gold, 47, false),
        (Gold, 48, true),
        (Free, 95, false),
        (Free, 96, true),
    ] {
        assert_eq!(seen(level, hours), open, "{level:?} after {hours} hours");
    }
    // Its page changes only when somebody writes that it opens.
    assert_eq!(home.visibility(), Visibility::Hidden);
    assert_eq!(card.visibility(), Visibility::Hidden);
    let opened = Listing {
        early_access: None,
        ..home
    };
    assert_eq!(opened.visibility(), Visibility::Published);
}

#[test]
fn what_never_was_public_is_hidden_in_every_status() {
    use StandardStatus::{Canceled, Hold, Withdrawn};
    let (home, announced_at) = announced();
    for status in [Hold, Withdrawn, Canceled] {
        let home = Listing {
            standard_status: status,
            ..home.clone()
        };
        let later = announced_at + SignedDuration::from_hours(1_000);
        let card = home.summarize();
        assert_eq!(card.visibility_to(Platinum, later), Visibility::Hidden);
        assert!(!home.is_early(), "{status:?}");
    }
}

#[test]
fn its_ways_lead_to_the_page_of_members() {
    let (home, _) = announced();
    let card = home.summarize();
    assert!(card.path().starts_with("/account/early-access/"));
    let teaser = home.tease().expect("it is early").path();
    assert!(teaser.starts_with("/account/early-access/prp_"));
    assert!(!teaser.contains(card.slug.as_str()));
    assert!(villa().summarize().path().starts_with("/homes/"));
}

#[test]
fn a_time_beyond_all_calendars_never_comes() {
    let early = EarlyAccess {
        announced_at: Timestamp::MAX,
    };
    assert_eq!(early.ends_at(), Timestamp::MAX);
}
