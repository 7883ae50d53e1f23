use super::*;
use crate::{
    Locale,
    account::{EmailAddress, Role},
    text::Name,
};
use SubscriptionLevel::{Free, Gold, Platinum};
use SubscriptionPeriod::{Month, Year};
use proptest::prelude::*;

fn whose() -> AccountId {
    AccountId::from_parts(1, 1)
}

fn at(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

fn now() -> Timestamp {
    at("2026-11-23T09:30:00Z")
}

fn number(number: u128) -> PurchaseId {
    PurchaseId::from_parts(1, number)
}

/// The subscription after each purchase in turn, the first of them number 1.
fn buying(steps: &[(SubscriptionLevel, SubscriptionPeriod)]) -> Subscription {
    let mut held = None;
    for (index, (level, period)) in (1..).zip(steps) {
        let ids = (whose(), number(index));
        held = Some(Subscription::bought(
            held.as_ref(),
            ids,
            *level,
            *period,
            now(),
        ));
    }
    held.expect("a purchase")
}

fn spans(held: Option<&Subscription>) -> Vec<(SubscriptionLevel, String)> {
    let spans = held.map(Subscription::spans).unwrap_or_default();
    let told = |span: &LevelSpan| {
        let end = span.ends_at.map(|end| end.strftime("%F").to_string());
        (span.level, end.unwrap_or("never".to_owned()))
    };
    spans.iter().map(told).collect()
}

fn to(level: SubscriptionLevel, end: &str) -> (SubscriptionLevel, String) {
    (level, end.to_owned())
}

fn forever(level: SubscriptionLevel) -> LevelSpan {
    LevelSpan {
        level,
        ends_at: None,
    }
}

#[test]
fn crossed_purchases_give_what_each_paid_for() {
    let expected = [to(Platinum, "2026-12-23"), to(Gold, "2027-12-23")];
    let crossed = buying(&[(Platinum, Month), (Gold, Year)]);
    let straight = buying(&[(Gold, Year), (Platinum, Month)]);
    assert_eq!(spans(Some(&crossed)), expected);
    assert_eq!(spans(Some(&straight)), expected);

    assert_eq!(crossed.starts_at(number(1)), Some(now()));
    assert_eq!(
        crossed.starts_at(number(2)),
        Some(at("2026-12-23T09:30:00Z"))
    );
    assert_eq!(crossed.starts_at(number(3)), None);

    let (gold, platinum) = ((Gold, Year), (Platinum, Month));
    let without_gold = crossed.refunded(number(2), gold, now());
    assert_eq!(
        spans(without_gold.as_ref()),
        [to(Platinum, "2026-12-23")],
        "the lower one goes"
    );
    let nothing = without_gold.and_then(|it| it.refunded(number(1), platinum, now()));
    assert_eq!(nothing, None, "all money back, nothing left");
    let without_platinum = crossed.refunded(number(1), platinum, now());
    assert_eq!(spans(without_platinum.as_ref()), [to(Gold, "2027-11-23")]);
}

#[test]
fn a_higher_level_is_used_first_and_the_lower_one_goes_on_behind_it() {
    let gold = buying(&[(Gold, Month)]);
    let later = at("2026-12-03T09:30:00Z");
    let ids = (whose(), number(2));
    let both = Subscription::bought(Some(&gold), ids, Platinum, Month, later);
    // Ten of Gold's thirty days were used.
    let expected = [to(Platinum, "2027-01-03"), to(Gold, "2027-01-23")];
    assert_eq!(spans(Some(&both)), expected);
    let soon = at("2026-12-13T09:30:00Z");
    let back = both.refunded(number(2), (Platinum, Month), soon);
    assert_eq!(spans(back.as_ref()), [to(Gold, "2027-01-02")]);
    assert_eq!((gold.version, both.version), (1, 2));
}

#[test]
fn the_same_level_is_lengthened_by_whole_months() {
    let twice = buying(&[(Gold, Month), (Gold, Month)]);
    assert_eq!(spans(Some(&twice)), [to(Gold, "2027-01-23")]);
    for first in [1, 2] {
        let left = twice.refunded(number(first), (Gold, Month), now());
        assert_eq!(spans(left.as_ref()), [to(Gold, "2026-12-23")]);
    }
    let again = Subscription::bought(
        Some(&twice),
        (whose(), number(3)),
        Gold,
        Month,
        at("2028-01-01T00:00:00Z"),
    );
    assert_eq!(spans(Some(&again)), [to(Gold, "2028-02-01")]);
}

#[test]
fn a_given_level_outlasts_what_is_bought_above_it() {
    let given = Subscription::given(None, whose(), forever(Gold), now());
    let ids = (whose(), number(1));
    let bought = Subscription::bought(Some(&given), ids, Platinum, Year, now());
    let expected = [to(Platinum, "2027-11-23"), to(Gold, "never")];
    assert_eq!(spans(Some(&bought)), expected);
    assert_eq!(bought.ends_at(), None);
    let back = bought.refunded(number(1), (Platinum, Year), now());
    assert_eq!(spans(back.as_ref()), [to(Gold, "never")]);

    let waits = Subscription::bought(Some(&given), ids, Gold, Month, now());
    assert_eq!(spans(Some(&waits)), [to(Gold, "never")]);
    assert_eq!(waits.waiting(), [Gold]);
    let later = at("2027-03-01T00:00:00Z");
    let freed = waits.taken_back(later);
    assert_eq!(spans(freed.as_ref()), [to(Gold, "2027-04-01")]);
    assert_eq!(given.taken_back(later), None);
}

#[test]
fn bought_time_waits_behind_a_gift_of_its_level_and_runs_above_a_lower_one() {
    let until = |level, end| LevelSpan {
        level,
        ends_at: Some(at(end)),
    };
    let both = buying(&[(Gold, Month), (Platinum, Month)]);
    let new_year = until(Gold, "2026-12-31T00:00:00Z");
    let held = Subscription::given(Some(&both), whose(), new_year, now());
    assert_eq!(
        spans(Some(&held)),
        [to(Platinum, "2026-12-23"), to(Gold, "2027-01-31")],
        "Platinum, the gift for eight days, then a month from its end"
    );
    let higher = until(Platinum, "2026-11-30T09:30:00Z");
    let held = Subscription::given(Some(&held), whose(), higher, now());
    assert_eq!(
        spans(Some(&held)),
        [to(Platinum, "2026-12-30"), to(Gold, "2027-01-30")],
        "the later gift holds in place of the earlier"
    );
    assert_eq!(held.gift(), Some(higher));
    let past = held.counted_to(at("2026-12-10T00:00:00Z"));
    assert_eq!(past.gift(), None);
    assert_eq!(past.spans(), held.spans());
}

#[test]
fn subscriptions_of_old_are_read_and_refunded() {
    let old = |level: &str, end: &str, purchase: &str| -> Subscription {
        let whose = whose();
        let json = format!(
            r#"{{"account_id":"{whose}","version":4,"level":"{level}",
                "starts_at":"2026-11-23T09:30:00Z","ends_at":{end},"purchase_id":{purchase}}}"#
        );
        serde_json::from_str(&json).expect("a subscription")
    };
    let id = format!("\"{}\"", number(2));
    let two = old("gold", "\"2027-01-23T09:30:00Z\"", &id);
    assert_eq!(
        (two.version, spans(Some(&two))),
        (4, vec![to(Gold, "2027-01-23")])
    );
    let one = two.refunded(number(1), (Gold, Month), now());
    assert_eq!(spans(one.as_ref()), [to(Gold, "2026-12-23")]);
    let none = one.and_then(|one| one.refunded(number(2), (Gold, Month), now()));
    assert_eq!(none, None);
    let kept = two.refunded(number(3), (Platinum, Month), now());
    assert_eq!(spans(kept.as_ref()), [to(Gold, "2027-01-23")]);
    let gift = old("platinum", "null", "null");
    assert_eq!(gift.gift(), Some(forever(Platinum)));

    let new = Subscription::given(Some(&two), whose(), forever(Gold), now());
    let json = serde_json::to_string(&new).expect("written");
    assert_eq!(
        serde_json::from_str::<Subscription>(&json).expect("read"),
        new
    );
}

fn account(spans: &[LevelSpan]) -> Account {
    let free = Account {
        account_id: whose(),
        version: 1,
        email: EmailAddress::parse("email", "anju@example.com").expect("an address"),
        name: Name::parse("name", "Anju").expect("a name"),
        locale: Locale::En,
        role: Role::Buyer,
        broker_id: None,
        seat: None,
        subscription_level: Free,
        subscription_ends_at: None,
        subscription_then: Vec::new(),
        erase_at: None,
        disabled: false,
        created_at: now(),
        modified_at: now(),
    };
    free.with_spans(spans)
}

#[test]
fn an_account_tells_its_level_at_every_time() {
    let both = buying(&[(Gold, Month), (Platinum, Month)]);
    let account = account(&both.spans());
    for (time, level) in [
        ("2026-12-23T09:29:59Z", Platinum),
        ("2026-12-23T09:30:00Z", Gold),
        ("2027-01-23T09:29:59Z", Gold),
        ("2027-01-23T09:30:00Z", Free),
    ] {
        assert_eq!(account.subscription_level_at(at(time)), level, "{time}");
    }
    let json = serde_json::to_value(&account).expect("written");
    let old = serde_json::to_value(account.with_spans(&[])).expect("written");
    assert!(json.get("subscription_then").is_some() && old.get("subscription_then").is_none());
    assert!(serde_json::from_value::<Account>(old).is_ok());
}

#[test]
fn what_an_account_holds_is_what_the_account_says() {
    let both = buying(&[(Gold, Month), (Platinum, Month)]);
    let later = at("2026-12-24T00:00:00Z");
    let known = Subscription::held(Some(both.clone()), &account(&both.spans()), later);
    assert_eq!(known, Some(both.counted_to(later)));
    let other = Subscription::held(Some(both.clone()), &account(&[forever(Platinum)]), later);
    let other = other.expect("held");
    assert_eq!((other.gift(), other.version), (Some(forever(Platinum)), 2));
    let alone = Subscription::held(None, &account(&[forever(Gold)]), later);
    assert_eq!(
        alone.map(|it| (it.gift(), it.version)),
        Some((Some(forever(Gold)), 0))
    );
    assert_eq!(Subscription::held(Some(both), &account(&[]), later), None);
}

type Sold = (bool, bool);

fn sold((platinum, year): Sold) -> (SubscriptionLevel, SubscriptionPeriod) {
    (
        if platinum { Platinum } else { Gold },
        if year { Year } else { Month },
    )
}

proptest! {
    /// Bought and refunded in any order at one time, there is just what was not refunded: the
    /// higher level's periods in a row, then the lower level's.
    #[test]
    fn what_is_left_is_what_was_paid_and_not_refunded(
        (bought, back) in prop::collection::vec(any::<Sold>(), 1..8).prop_flat_map(|bought| {
            let order: Vec<usize> = (0..bought.len()).collect();
            (Just(bought), Just(order).prop_shuffle())
        }),
        refunds in 0..8_usize,
    ) {
        let bought: Vec<_> = bought.into_iter().map(sold).collect();
        let back = &back[..refunds.min(back.len())];
        let mut held = Some(buying(&bought));
        for index in back {
            let id = number(*index as u128 + 1);
            held = held.and_then(|it| it.refunded(id, bought[*index], now()));
        }
        let mut expected = Vec::new();
        let mut end = now();
        for wanted in [Platinum, Gold] {
            let kept = bought.iter().enumerate().filter(|(index, (level, _))| {
                *level == wanted && !back.contains(index)
            });
            let start = end;
            for (_, (_, period)) in kept {
                end = period.end_from(end);
            }
            if end > start {
                expected.push(LevelSpan { level: wanted, ends_at: Some(end) });
            }
        }
        prop_assert_eq!(held.map(|it| it.spans()).unwrap_or_default(), expected);
    }

    /// Whatever is bought and refunded and however much time passes between, a level is held
    /// for as long as was paid for it and not refunded, and the level never falls by buying.
    #[test]
    fn no_day_is_held_that_was_not_paid_for_and_none_is_lost(
        steps in prop::collection::vec((any::<Sold>(), 0..200_i64, any::<Option<prop::sample::Index>>()), 1..12)
    ) {
        let mut time = now();
        let mut held: Option<Subscription> = None;
        let mut bought: Vec<(Sold, Timestamp, Option<Timestamp>)> = Vec::new();
        let mut used = [(Gold, SignedDuration::ZERO), (Platinum, SignedDuration::ZERO)];
        for (step, days, refund) in steps {
            let id = number(bought.len() as u128 + 1);
            let (level, period) = sold(step);
            let after = Subscription::bought(held.as_ref(), (whose(), id), level, period, time);
            bought.push((step, time, None));
            let first = after.spans()[0].level;
            prop_assert!(first >= level);
            held = Some(after);
            if let Some(refund) = refund {
                let index = refund.index(bought.len());
                if bought[index].2.is_none() {
                    bought[index].2 = Some(time);
                    let id = number(index as u128 + 1);
                    held = held.and_then(|it| it.refunded(id, sold(bought[index].0), time));
                }
            }
            let until = time + SignedDuration::from_hours(24 * days);
            add(&mut used, held.as_ref(), time, until);
            time = until;
        }
        add(&mut used, held.as_ref(), time, Timestamp::MAX);
        for (level, used) in used {
            let mut most = SignedDuration::ZERO;
            let mut least = SignedDuration::ZERO;
            for (step, from, back) in &bought {
                let (of, period) = sold(*step);
                if of != level {
                    continue;
                }
                let (short, long) = if period == Year { (365, 366) } else { (28, 31) };
                let long = SignedDuration::from_hours(24 * long);
                most += back.map_or(long, |back| long.min(back.duration_since(*from)));
                if back.is_none() {
                    least += SignedDuration::from_hours(24 * short);
                }
            }
            prop_assert!(least <= used && used <= most, "{level:?}: {least} {used} {most}");
        }
    }
}

/// Adds how long each level is held from `from` to `until`.
fn add(
    used: &mut [(SubscriptionLevel, SignedDuration); 2],
    held: Option<&Subscription>,
    mut from: Timestamp,
    until: Timestamp,
) {
    let Some(held) = held else { return };
    for span in held.spans() {
        let end = span.ends_at.expect("all was bought").min(until);
        for (level, time) in used.iter_mut() {
            if *level == span.level && end > from {
                *time += end.duration_since(from);
            }
        }
        from = from.max(end);
    }
}
