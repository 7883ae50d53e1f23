use super::*;
use durbar_domain::{
    AccountId, BrokerId, EnquiryId, EventId, GuestId, InvitationId, MessageId, NoteId, Npr,
    PropertyId, ShortlistId, StandardStatus, document::Document, enquiry::Party,
    location::GeoPoint, price_band::PriceBand, service_level::PageGroup, shortlist::MemberId,
    web_vitals::PageKind,
};
use jiff::{Timestamp, civil::Date};
use proptest::prelude::*;
use strum::VariantArray;

fn listing_id() -> impl Strategy<Value = PropertyId> {
    any::<u128>().prop_map(PropertyId::from_bits)
}

fn event_id() -> impl Strategy<Value = EventId> {
    any::<u128>().prop_map(EventId::from_bits)
}

fn broker_id() -> impl Strategy<Value = BrokerId> {
    any::<u128>().prop_map(BrokerId::from_bits)
}

/// Any whole millisecond of the years 1 to 9998.
fn time() -> impl Strategy<Value = Timestamp> {
    (-62_135_510_400_000_i64..=253_370_764_800_000)
        .prop_map(|ms| Timestamp::from_millisecond(ms).expect("in range"))
}

fn day() -> impl Strategy<Value = Date> {
    (1_i16..=9_998, 1_i8..=12, 1_i8..=28)
        .prop_map(|(year, month, day)| Date::new(year, month, day).expect("a day"))
}

fn band() -> impl Strategy<Value = PriceBand> {
    prop::option::of(0_u64..=10_000).prop_map(|crore| PriceBand::of(crore.map(Npr::crore)))
}

fn status() -> impl Strategy<Value = StandardStatus> {
    prop::sample::select(StandardStatus::VARIANTS)
}

fn cell() -> impl Strategy<Value = GeoCell> {
    (-90.0..=90.0, -180.0..=180.0).prop_map(|(latitude, longitude)| {
        GeoCell::around(GeoPoint::new("point", latitude, longitude).expect("a point"))
    })
}

fn primary() -> impl Strategy<Value = PrimaryKey> {
    prop_oneof![
        listing_id().prop_map(PrimaryKey::Listing),
        listing_id().prop_map(PrimaryKey::Draft),
        (listing_id(), event_id()).prop_map(|(listing_id, event_id)| PrimaryKey::History {
            listing_id,
            event_id,
        }),
        (listing_id(), event_id()).prop_map(|(listing_id, event_id)| PrimaryKey::DraftMailed {
            listing_id,
            event_id,
        }),
        broker_id().prop_map(PrimaryKey::Broker),
        (any::<u128>(), listing_id()).prop_map(|(account, listing_id)| PrimaryKey::Favorite {
            account_id: AccountId::from_bits(account),
            listing_id,
        }),
        (any::<u128>(), day(), listing_id()).prop_map(|(account, date, listing_id)| {
            PrimaryKey::PremiumUse {
                account_id: AccountId::from_bits(account),
                date,
                listing_id,
            }
        }),
        (listing_id(), day(), 0..VIEW_SHARDS).prop_map(|(listing_id, date, shard)| {
            PrimaryKey::ViewStat {
                listing_id,
                date,
                shard,
            }
        }),
        (0..OUTBOX_SHARDS, event_id())
            .prop_map(|(shard, event_id)| PrimaryKey::Outbox { shard, event_id }),
        (0..OUTBOX_SHARDS, event_id())
            .prop_map(|(shard, event_id)| PrimaryKey::Parked { shard, event_id }),
        enquiry_key().prop_map(PrimaryKey::Enquiry),
        shortlist_key().prop_map(PrimaryKey::Shortlist),
        (listing_id(), prop::sample::select(Document::VARIANTS)).prop_map(
            |(listing_id, document)| PrimaryKey::Document {
                listing_id,
                document,
            }
        ),
        (listing_id(), prop::sample::select(Document::VARIANTS)).prop_map(
            |(listing_id, document)| PrimaryKey::DocumentWaiting {
                listing_id,
                document,
            }
        ),
        (listing_id(), any::<[u8; 8]>()).prop_map(|(listing_id, secret)| {
            PrimaryKey::PrivateInvitation {
                listing_id,
                secret: Digest::of(&secret),
            }
        }),
        (listing_id(), day())
            .prop_map(|(listing_id, date)| PrimaryKey::InterestStat { listing_id, date }),
        (listing_id(), event_id()).prop_map(|(listing_id, event_id)| {
            PrimaryKey::InterestCounted {
                listing_id,
                event_id,
            }
        }),
        (day(), prop::sample::select(PageGroup::VARIANTS))
            .prop_map(|(date, group)| PrimaryKey::ServiceLevel { date, group }),
        (day(), prop::sample::select(PageKind::VARIANTS))
            .prop_map(|(date, page)| PrimaryKey::WebVitals { date, page }),
        Just(PrimaryKey::FeatureFlags),
        Just(PrimaryKey::Seed),
        Just(PrimaryKey::Generation),
    ]
}

fn digest() -> impl Strategy<Value = Digest> {
    any::<[u8; 8]>().prop_map(|bytes| Digest::of(&bytes))
}

fn enquiry_key() -> impl Strategy<Value = EnquiryKey> {
    let bits = (
        any::<u128>(),
        any::<u128>(),
        digest(),
        any::<bool>(),
        0..11_u8,
    );
    bits.prop_map(|(first, second, hash, buyer, kind)| {
        let enquiry_id = EnquiryId::from_bits(first);
        match kind {
            0 => EnquiryKey::Enquiry(enquiry_id),
            1 => EnquiryKey::Message {
                enquiry_id,
                message_id: MessageId::from_bits(second),
            },
            2 => EnquiryKey::Link {
                enquiry_id,
                secret: hash,
            },
            3 => EnquiryKey::Mailed {
                enquiry_id,
                event_id: EventId::from_bits(second),
                to: if buyer { Party::Buyer } else { Party::Broker },
            },
            4 => EnquiryKey::FormOf {
                enquiry_id,
                form: hash,
            },
            5 => EnquiryKey::Form(hash),
            6 => EnquiryKey::OfBuyer {
                account_id: AccountId::from_bits(second),
                enquiry_id,
            },
            7 => EnquiryKey::OfAddress {
                address: hash,
                enquiry_id,
            },
            9 => EnquiryKey::Viewing {
                broker_id: BrokerId::from_bits(second),
                starts_at: Timestamp::from_millisecond((second & 0xffff_ffff) as i64)
                    .expect("in range"),
                enquiry_id,
            },
            8 => EnquiryKey::InCharge {
                account_id: AccountId::from_bits(second),
                enquiry_id,
            },
            _ => EnquiryKey::OfBroker {
                broker_id: BrokerId::from_bits(second),
                enquiry_id,
            },
        }
    })
}

fn shortlist_key() -> impl Strategy<Value = ShortlistKey> {
    let bits = (any::<u128>(), any::<u128>(), any::<u128>(), any::<bool>());
    (bits, 0..8_u8).prop_map(|((first, second, third, guest), kind)| {
        let id = ShortlistId::from_bits(first);
        let home = PropertyId::from_bits(second);
        let account = AccountId::from_bits(third);
        let member = match guest {
            true => MemberId::Guest(GuestId::from_bits(third)),
            false => MemberId::Account(account),
        };
        match kind {
            0 => ShortlistKey::Shortlist(id),
            1 => ShortlistKey::Home(id, home),
            2 => ShortlistKey::Member(id, member),
            3 => ShortlistKey::Invitation(id, InvitationId::from_bits(second)),
            4 => ShortlistKey::Note(id, NoteId::from_bits(second)),
            5 => ShortlistKey::Vote(id, home, member),
            6 => ShortlistKey::OfAccount(account, id),
            _ => ShortlistKey::Owned(account),
        }
    })
}

fn index_key() -> impl Strategy<Value = IndexKey> {
    prop_oneof![
        (0..PREMIUM_SHARDS, time(), listing_id()).prop_map(|(shard, created_at, listing_id)| {
            IndexKey::Premium {
                shard,
                created_at,
                listing_id,
            }
        }),
        (0..RECENT_SHARDS, time(), listing_id()).prop_map(|(shard, created_at, listing_id)| {
            IndexKey::Recent {
                shard,
                created_at,
                listing_id,
            }
        }),
        (cell(), band(), listing_id()).prop_map(|(cell, band, listing_id)| IndexKey::Geo {
            cell,
            band,
            listing_id
        }),
        (broker_id(), status(), time(), listing_id()).prop_map(
            |(broker_id, status, created_at, listing_id)| {
                IndexKey::Broker {
                    broker_id,
                    status,
                    created_at,
                    listing_id,
                }
            }
        ),
        (time(), broker_id()).prop_map(|(created_at, broker_id)| IndexKey::BrokerList {
            created_at,
            broker_id
        }),
    ]
}

proptest! {
    #[test]
    fn every_key_of_an_item_reads_back(key in primary()) {
        prop_assert_eq!(PrimaryKey::parse(&key.partition(), &key.sort()), Ok(key));
    }

    #[test]
    fn every_key_of_an_index_reads_back(key in index_key()) {
        prop_assert_eq!(IndexKey::parse(key.index(), &key.partition(), &key.sort()), Ok(key));
    }

    #[test]
    fn what_reads_as_a_key_is_written_the_same(partition in ".{0,60}", sort in ".{0,60}") {
        if let Ok(key) = PrimaryKey::parse(&partition, &sort) {
            prop_assert_eq!((key.partition(), key.sort()), (partition.clone(), sort.clone()));
        }
        for index in Index::ALL {
            if let Ok(key) = IndexKey::parse(index, &partition, &sort) {
                prop_assert_eq!((key.partition(), key.sort()), (partition.clone(), sort.clone()));
            }
        }
    }

    #[test]
    fn feeds_sort_by_time_then_identifier(a in (time(), listing_id()), b in (time(), listing_id())) {
        let key = |(created_at, listing_id)| IndexKey::Recent { shard: 0, created_at, listing_id }.sort();
        prop_assert_eq!(a.cmp(&b), key(a).cmp(&key(b)));
    }

    #[test]
    fn a_band_range_holds_its_bands_and_no_others(low in band(), high in band(), band in band(), id in listing_id()) {
        let (first, last) = IndexKey::band_range(low, high);
        let sort = IndexKey::Geo { cell: "tuuty".parse().expect("a cell"), band, listing_id: id }.sort();
        prop_assert_eq!((low..=high).contains(&band), (first..=last).contains(&sort));
    }

    #[test]
    fn views_of_a_span_of_days_are_within_its_range(from in day(), to in day(), date in day(), shard in 0..VIEW_SHARDS) {
        let (first, last) = PrimaryKey::view_stat_range(from, to);
        let sort = PrimaryKey::ViewStat { listing_id: PropertyId::from_bits(1), date, shard }.sort();
        prop_assert_eq!((from..=to).contains(&date), (first..=last).contains(&sort));
    }
}

#[test]
fn keys_of_other_shapes_are_refused() {
    let id = PropertyId::from_bits(7);
    let listing = format!("PROPERTY#{id}");
    let refused = [
        (listing.as_str(), "PROFILE"),
        (listing.as_str(), "VIEWSTAT#2026-9-14#00"),
        (listing.as_str(), "VIEWSTAT#2026-09-14#08"),
        (listing.as_str(), "VIEWSTAT#2026-09-14"),
        ("OUTBOX#04", "evt_00000000000000000000000000"),
        ("OUTBOX#4", "evt_00000000000000000000000000"),
        ("PROPERTY#", "METADATA"),
        ("SEED", "PROFILE"),
        ("", ""),
    ];
    for (partition, sort) in refused {
        assert!(
            PrimaryKey::parse(partition, sort).is_err(),
            "{partition} / {sort}"
        );
    }
    assert!("tuutl".parse::<GeoCell>().is_err(), "geohashes have no l");
}

#[test]
fn shards_are_stable_and_even() {
    // These values are stored in the indexes of every table: they must never change.
    let known =
        [0, 1, 0x0198_f0c2_3d4e_5f60_7182_93a4_b5c6_d7e8].map(|bits| shard_of(bits, RECENT_SHARDS));
    assert_eq!(known, [12, 11, 14]);
    let mut counts = [0_u32; RECENT_SHARDS as usize];
    for number in 0..16_000_u128 {
        counts[usize::from(shard_of(number << 7, RECENT_SHARDS))] += 1;
    }
    assert!(
        counts.iter().all(|count| (800..1_200).contains(count)),
        "{counts:?}"
    );
}
