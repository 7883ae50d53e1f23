use super::*;
use crate::testing::embedded;
use durbar_domain::{
    AccountId, EventId,
    audit::{Actor, AuditAction},
    feature::{Feature, FeatureFlag},
};
use jiff::Timestamp;

fn entry(number: u128) -> AuditEntry {
    let by = Actor::Person(AccountId::from_parts(1, 1));
    let (id, at) = (EventId::from_parts(1, number), Timestamp::UNIX_EPOCH);
    AuditEntry::new(id, at, by, AuditAction::FlagChanged)
}

#[tokio::test]
async fn switches_are_written_over_the_version_before_alone() {
    let embedded = embedded().await;
    let store = FlagStore::new(embedded.platform().table.clone());
    assert_eq!(store.read().await.expect("read"), WrittenFlags::default());
    let off = FeatureFlag {
        enabled: false,
        ..FeatureFlag::default()
    };
    let first = WrittenFlags {
        flags: FeatureFlags::default().with(Feature::SignUp, off),
        version: 1,
    };
    store.write(&first, entry(1)).await.expect("written");
    assert_eq!(store.read().await.expect("read"), first);
    for (version, number) in [(1, 2), (3, 3)] {
        let stale = WrittenFlags {
            version,
            ..WrittenFlags::default()
        };
        let refused = store.write(&stale, entry(number)).await;
        assert!(
            matches!(refused, Err(PlatformError::Conflict { current_version: 1 })),
            "{refused:?}"
        );
    }
    let second = WrittenFlags {
        version: 2,
        ..first
    };
    store.write(&second, entry(4)).await.expect("written");
    assert_eq!(store.read().await.expect("read"), second);
}

#[test]
fn a_place_has_three_parts() {
    let place: AppConfigProfile = "durbar/prod/flags".parse().expect("a place");
    assert_eq!(place.to_string(), "durbar/prod/flags");
    for wrong in ["", "durbar", "durbar/prod", "durbar//flags", "a/b/c/d"] {
        assert!(wrong.parse::<AppConfigProfile>().is_err(), "{wrong}");
    }
}
