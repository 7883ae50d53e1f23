use super::*;
use crate::{
    Locale,
    account::{Account, EmailAddress, Role},
    text::Name,
};
use proptest::prelude::*;

fn at(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

fn ids() -> (AccountId, PurchaseId) {
    (AccountId::from_parts(1, 1), PurchaseId::from_parts(1, 2))
}

#[test]
fn every_paid_level_has_a_price_and_a_year_costs_less_than_twelve_months() {
    for level in SubscriptionLevel::VARIANTS {
        let month = price(*level, SubscriptionPeriod::Month);
        let year = price(*level, SubscriptionPeriod::Year);
        if *level == SubscriptionLevel::Free {
            assert_eq!((month, year), (None, None));
            continue;
        }
        let (month, year) = (month.expect("a price"), year.expect("a price"));
        assert!(month < year && year.paisa() < 12 * month.paisa());
        // Khalti takes 10 rupees and more.
        assert!(month.paisa() >= 1_000);
    }
    let gold = price(SubscriptionLevel::Gold, SubscriptionPeriod::Month);
    assert!(gold < price(SubscriptionLevel::Platinum, SubscriptionPeriod::Month));
}

#[test]
fn a_period_ends_on_the_same_day_of_a_later_month() {
    let end = |period: SubscriptionPeriod, start| period.end_from(at(start)).to_string();
    assert_eq!(
        end(SubscriptionPeriod::Month, "2026-11-22T09:30:00Z"),
        "2026-12-22T09:30:00Z"
    );
    assert_eq!(
        end(SubscriptionPeriod::Month, "2027-01-31T09:30:00Z"),
        "2027-02-28T09:30:00Z"
    );
    assert_eq!(
        end(SubscriptionPeriod::Year, "2028-02-29T00:00:00Z"),
        "2029-02-28T00:00:00Z"
    );
}

#[test]
fn states_follow_each_other_only_forwards() {
    use PurchaseState::*;
    let next = [
        (Started, vec![Pending, Failed, Expired]),
        (Pending, vec![Paid, Failed, Expired]),
        (Paid, vec![Refunded]),
        (Failed, vec![Paid]),
        (Expired, vec![Paid]),
        (Refunded, vec![]),
    ];
    for (from, to) in next {
        for state in PurchaseState::VARIANTS {
            assert_eq!(
                from.allows(*state),
                to.contains(state),
                "{from:?} to {state:?}"
            );
        }
    }
}

#[test]
fn the_same_level_is_lengthened_and_a_higher_one_starts_now() {
    let now = at("2026-11-22T09:30:00Z");
    let (gold, platinum) = (SubscriptionLevel::Gold, SubscriptionLevel::Platinum);
    let first = Subscription::bought(None, ids(), gold, SubscriptionPeriod::Month, now);
    assert_eq!(
        (first.version, first.level, first.starts_at),
        (1, gold, now)
    );
    assert_eq!(first.ends_at, Some(at("2026-12-22T09:30:00Z")));

    let later = at("2026-12-01T00:00:00Z");
    let again = Subscription::bought(Some(&first), ids(), gold, SubscriptionPeriod::Year, later);
    assert_eq!((again.version, again.starts_at), (2, now));
    assert_eq!(again.ends_at, Some(at("2027-12-22T09:30:00Z")));

    let more = Subscription::bought(
        Some(&again),
        ids(),
        platinum,
        SubscriptionPeriod::Month,
        later,
    );
    assert_eq!((more.level, more.starts_at), (platinum, later));
    assert_eq!(more.ends_at, Some(at("2027-01-01T00:00:00Z")));

    let less = Subscription::bought(Some(&more), ids(), gold, SubscriptionPeriod::Month, later);
    assert_eq!(
        (less.level, less.ends_at),
        (platinum, Some(at("2027-02-01T00:00:00Z")))
    );

    let ended = at("2028-01-01T00:00:00Z");
    assert_eq!(less.level_at(ended), SubscriptionLevel::Free);
    let anew = Subscription::bought(Some(&less), ids(), gold, SubscriptionPeriod::Month, ended);
    assert_eq!((anew.level, anew.starts_at), (gold, ended));
}

#[test]
fn money_that_goes_back_takes_what_it_added() {
    let now = at("2026-11-22T09:30:00Z");
    let (gold, platinum) = (SubscriptionLevel::Gold, SubscriptionLevel::Platinum);
    let month = SubscriptionPeriod::Month;
    let one = Subscription::bought(None, ids(), gold, month, now);
    let two = Subscription::bought(Some(&one), ids(), gold, month, now);
    let left = two.refunded(gold, month, now).expect("a month is left");
    assert_eq!((left.ends_at, left.version), (one.ends_at, 3));
    assert_eq!(one.refunded(gold, month, now), None);
    let raised = Subscription::bought(Some(&two), ids(), platinum, month, now);
    let kept = raised
        .refunded(gold, month, now)
        .expect("the higher one stays");
    assert_eq!((kept.level, kept.ends_at), (platinum, raised.ends_at));
    let endless = Subscription {
        ends_at: None,
        ..one
    };
    assert!(endless.refunded(gold, month, now).is_some());
}

#[test]
fn what_an_account_holds_is_what_the_account_says() {
    let now = at("2026-11-22T09:30:00Z");
    let given = Subscription::bought(
        None,
        ids(),
        SubscriptionLevel::Gold,
        SubscriptionPeriod::Month,
        now,
    );
    let account = |level, ends_at| Account {
        account_id: ids().0,
        version: 1,
        email: EmailAddress::parse("email", "anju@example.com").expect("an address"),
        name: Name::parse("name", "Anju").expect("a name"),
        locale: Locale::En,
        role: Role::Buyer,
        broker_id: None,
        subscription_level: level,
        subscription_ends_at: ends_at,
        erase_at: None,
        created_at: now,
        modified_at: now,
    };
    let gold = account(SubscriptionLevel::Gold, given.ends_at);
    let held = |given: Option<&Subscription>, account: &Account| {
        Subscription::held(given.cloned(), account, now)
    };
    assert_eq!(held(Some(&given), &gold), Some(given.clone()));
    let alone = held(None, &gold).expect("held");
    assert_eq!((alone.version, alone.purchase_id), (0, None));
    let platinum = account(SubscriptionLevel::Platinum, None);
    let other = held(Some(&given), &platinum).expect("held");
    assert_eq!(
        (other.level, other.version, other.ends_at),
        (SubscriptionLevel::Platinum, 1, None)
    );
    assert_eq!(
        held(Some(&given), &account(SubscriptionLevel::Free, None)),
        None
    );
    assert_eq!(
        held(None, &account(SubscriptionLevel::Gold, Some(now))),
        None
    );
}

#[test]
fn a_purchase_is_named_by_ten_characters() {
    let id = PurchaseId::from_parts(1, 0x1234_5678_9abc);
    let number = number_of(id);
    assert_eq!(number.len(), "DBR-7K2M9-QX4TD".len());
    let last: String = number.to_lowercase().replace("dbr-", "").replace('-', "");
    assert!(id.to_string().ends_with(&last), "{number} {id}");
}

proptest! {
    /// Whatever is bought in whatever order, the level never falls and the end never comes
    /// sooner for the same level.
    #[test]
    fn nobody_pays_to_have_less(steps in prop::collection::vec((any::<bool>(), any::<bool>(), 0..40_i64), 1..12)) {
        let mut now = at("2026-11-22T09:30:00Z");
        let mut held: Option<Subscription> = None;
        for (platinum, year, days) in steps {
            now += jiff::SignedDuration::from_hours(24 * days);
            let level = if platinum { SubscriptionLevel::Platinum } else { SubscriptionLevel::Gold };
            let period = if year { SubscriptionPeriod::Year } else { SubscriptionPeriod::Month };
            let after = Subscription::bought(held.as_ref(), ids(), level, period, now);
            prop_assert!(after.level_at(now) >= level);
            if let Some(before) = held {
                prop_assert!(after.level >= before.level_at(now));
                prop_assert_eq!(after.version, before.version + 1);
                if after.level == before.level {
                    prop_assert!(after.ends_at > before.ends_at);
                }
            }
            held = Some(after);
        }
    }
}
