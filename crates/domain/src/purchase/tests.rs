use super::*;

fn at(text: &str) -> Timestamp {
    text.parse().expect("a time")
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
fn a_purchase_is_named_by_ten_characters() {
    let id = PurchaseId::from_parts(1, 0x1234_5678_9abc);
    let number = number_of(id);
    assert_eq!(number.len(), "DBR-7K2M9-QX4TD".len());
    let last: String = number.to_lowercase().replace("dbr-", "").replace('-', "");
    assert!(id.to_string().ends_with(&last), "{number} {id}");
}
