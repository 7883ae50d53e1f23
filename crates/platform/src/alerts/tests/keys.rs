//! Every key of saved searches and alerts reads back as itself.

use super::*;
use crate::keys::Digest;
use durbar_domain::EventId;
use jiff::civil::date;
use proptest::prelude::*;
use strum::VariantArray;

fn a_key() -> impl Strategy<Value = AlertKey> {
    let digest = any::<[u8; 8]>().prop_map(|bytes| Digest::of(&bytes));
    let id = any::<u128>().prop_map(SavedSearchId::from_bits);
    let fact = prop_oneof![
        any::<u128>().prop_map(|bits| FactKey::New(PropertyId::from_bits(bits))),
        any::<u128>().prop_map(|bits| FactKey::Event(EventId::from_bits(bits))),
    ];
    let owner = prop_oneof![
        any::<u128>().prop_map(|bits| OwnerKey::Account(AccountId::from_bits(bits))),
        digest.clone().prop_map(OwnerKey::Address),
    ];
    let time =
        (0..4_000_000_000_000_i64).prop_map(|ms| Timestamp::from_millisecond(ms).expect("a time"));
    let level = prop::sample::select(SubscriptionLevel::VARIANTS);
    prop_oneof![
        (owner.clone(), id.clone()).prop_map(|(owner, saved_search_id)| AlertKey::Search {
            owner,
            saved_search_id
        }),
        owner.prop_map(AlertKey::List),
        id.prop_map(AlertKey::Listed),
        digest.clone().prop_map(AlertKey::Link),
        (digest.clone(), fact.clone()).prop_map(|(address, fact)| AlertKey::Told { address, fact }),
        digest.clone().prop_map(|address| AlertKey::Sent {
            address,
            date: date(2026, 11, 22)
        }),
        (time.clone(), digest, fact).prop_map(|(due_at, address, fact)| AlertKey::Due {
            due_at,
            address,
            fact
        }),
        AlertQueue::shards().prop_map(AlertKey::Turn),
        (time.clone(), any::<u64>())
            .prop_map(|(noted_at, random)| AlertKey::Noted { noted_at, random }),
        (time.clone(), any::<u64>())
            .prop_map(|(noted_at, random)| AlertKey::ParkedNote { noted_at, random }),
        (time, any::<u128>(), level).prop_map(|(due_at, event, level)| AlertKey::Later {
            due_at,
            event_id: EventId::from_bits(event),
            level,
        }),
    ]
}

proptest! {
    #[test]
    fn every_key_reads_back(alert_key in a_key()) {
        let built = key(alert_key);
        let read = PrimaryKey::parse(&built.partition(), &built.sort());
        prop_assert_eq!(read, Ok(built));
    }

    #[test]
    fn no_text_is_a_key_that_is_written_otherwise(partition in "(USER|ALERT|ALERTDUE|ALERTNOTED|ALERTPARKED|SAVEDSEARCH)#[0-9a-z_]{0,40}", sort in "[A-Z0-9#a-z:.-]{0,60}") {
        if let Ok(read) = PrimaryKey::parse(&partition, &sort) {
            prop_assert_eq!((read.partition(), read.sort()), (partition, sort));
        }
    }
}
