use super::*;
use std::collections::HashSet;

/// The table of transitions, row by row, as the market works.
#[test]
fn transitions() {
    let table: [(StandardStatus, &[StandardStatus]); 10] = [
        (Incomplete, &[ComingSoon, Active, Canceled]),
        (ComingSoon, &[Active, Hold, Withdrawn, Canceled]),
        (
            Active,
            &[
                ActiveUnderContract,
                Pending,
                Closed,
                Hold,
                Withdrawn,
                Expired,
                Canceled,
            ],
        ),
        (
            ActiveUnderContract,
            &[Active, Pending, Closed, Hold, Withdrawn, Canceled],
        ),
        (
            Pending,
            &[Active, ActiveUnderContract, Closed, Withdrawn, Canceled],
        ),
        (Closed, &[]),
        (Hold, &[ComingSoon, Active, Withdrawn, Expired, Canceled]),
        (Withdrawn, &[Active, Canceled]),
        (Expired, &[Active, Canceled]),
        (Canceled, &[]),
    ];
    assert_eq!(
        table.map(|(from, _)| from).as_slice(),
        StandardStatus::VARIANTS
    );
    for (from, allowed) in table {
        for to in StandardStatus::VARIANTS {
            assert_eq!(from.allows(*to), allowed.contains(to), "{from:?} to {to:?}");
        }
        assert!(!from.allows(from), "{from:?} to itself");
    }
}

#[test]
fn every_status_can_be_reached_from_the_first() {
    let mut reached = EnumSet::only(Incomplete);
    loop {
        let further = reached
            .iter()
            .fold(reached, |all, status| all | status.next());
        if further == reached {
            break;
        }
        reached = further;
    }
    assert_eq!(reached, EnumSet::all());
}

#[test]
fn what_is_published_is_available() {
    for status in StandardStatus::VARIANTS {
        let published = status.visibility() == Visibility::Published;
        assert_eq!(status.availability().is_some(), published, "{status:?}");
    }
    assert_eq!(Incomplete.visibility(), Visibility::Hidden);
    assert_eq!(Withdrawn.visibility(), Visibility::Gone);
    assert_eq!(Closed.availability(), Some(Availability::Sold));
    assert!(!Availability::DEFAULT.contains(Availability::Sold));
    assert_eq!(
        Availability::DEFAULT.len() + 1,
        Availability::VARIANTS.len()
    );
}

#[test]
fn keys_round_trip() {
    let keys: HashSet<&str> = StandardStatus::VARIANTS
        .iter()
        .map(|status| status.key())
        .collect();
    assert_eq!(keys.len(), StandardStatus::VARIANTS.len());
    for status in StandardStatus::VARIANTS {
        assert_eq!(status.key().parse(), Ok(*status));
        let json = serde_json::to_string(status).expect("it serialises");
        assert_eq!(json, format!("\"{status:?}\""), "RESO's names in data");
    }
    for availability in Availability::VARIANTS {
        assert_eq!(availability.key().parse(), Ok(*availability));
    }
    assert_eq!(ActiveUnderContract.key(), "active-under-contract");
}
