use super::*;

#[test]
fn events_round_trip_and_name_their_listing() {
    let listing_id = PropertyId::from_parts(1_760_000_000_000, 1);
    let broker_id = BrokerId::from_parts(1_760_000_000_000, 2);
    let details = [
        EventDetail::ListingChanged {
            listing_id,
            version: 1,
        },
        EventDetail::PriceChanged {
            listing_id,
            version: 2,
            from: Npr::crore(9),
            to: Npr::crore(8),
        },
        EventDetail::StatusChanged {
            listing_id,
            version: 3,
            from: StandardStatus::Active,
            to: StandardStatus::Closed,
        },
        EventDetail::BrokerChanged {
            broker_id,
            version: 4,
        },
        EventDetail::SavedSearchChanged {
            saved_search_id: SavedSearchId::from_parts(1_760_000_000_000, 4),
            version: 5,
        },
        EventDetail::SubscriptionChanged {
            account_id: AccountId::from_parts(1_760_000_000_000, 5),
            version: 6,
        },
        EventDetail::PurchaseChanged {
            purchase_id: PurchaseId::from_parts(1_760_000_000_000, 5),
            version: 2,
            state: PurchaseState::Paid,
        },
        EventDetail::AccountChanged {
            account_id: AccountId::from_parts(1_760_000_000_000, 5),
            version: 7,
            by: AccountId::from_parts(1_760_000_000_000, 6),
        },
        EventDetail::EnquirySent {
            enquiry_id: EnquiryId::from_parts(1_760_000_000_000, 6),
            version: 1,
            message_id: MessageId::from_parts(1_760_000_000_000, 7),
        },
        EventDetail::EnquiryAnswered {
            enquiry_id: EnquiryId::from_parts(1_760_000_000_000, 6),
            version: 1,
            message_id: MessageId::from_parts(1_760_000_000_000, 7),
        },
        EventDetail::ViewingRequested {
            enquiry_id: EnquiryId::from_parts(1_760_000_000_000, 6),
            version: 1,
            message_id: MessageId::from_parts(1_760_000_000_000, 7),
        },
        EventDetail::ViewingConfirmed {
            enquiry_id: EnquiryId::from_parts(1_760_000_000_000, 6),
            version: 1,
            message_id: MessageId::from_parts(1_760_000_000_000, 7),
        },
        EventDetail::ViewingDeclined {
            enquiry_id: EnquiryId::from_parts(1_760_000_000_000, 6),
            version: 1,
            message_id: MessageId::from_parts(1_760_000_000_000, 7),
        },
        EventDetail::ViewingCancelled {
            enquiry_id: EnquiryId::from_parts(1_760_000_000_000, 6),
            version: 1,
            message_id: MessageId::from_parts(1_760_000_000_000, 7),
        },
    ];
    for detail in details {
        let event = DomainEvent {
            event_id: EventId::from_parts(1_760_000_000_000, 3),
            schema_version: DomainEvent::SCHEMA_VERSION,
            occurred_at: "2026-10-05T04:15:00.123456Z".parse().expect("a time"),
            detail,
        };
        let about_listing = event.subject_bits() == listing_id.bits();
        assert_eq!(event.listing_id(), about_listing.then_some(listing_id));
        let json = serde_json::to_string(&event).expect("it serialises");
        assert!(
            json.contains("\"detail_type\":") && json.contains("\"detail\":{"),
            "{json}"
        );
        assert_eq!(
            serde_json::from_str::<DomainEvent>(&json).expect("it reads back"),
            event
        );
    }
}
