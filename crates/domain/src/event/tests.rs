use super::*;
use serde_json::Value;

fn listing_id() -> PropertyId {
    PropertyId::from_parts(1_760_000_000_000, 1)
}

/// One event of each kind.
fn samples() -> Vec<DomainEvent> {
    let listing_id = listing_id();
    let broker_id = BrokerId::from_parts(1_760_000_000_000, 2);
    let details = [
        EventDetail::ListingChanged {
            listing_id,
            version: 1,
        },
        EventDetail::ListingPublished {
            listing_id,
            version: 1,
        },
        EventDetail::DraftSubmitted {
            listing_id,
            version: 1,
        },
        EventDetail::DraftApproved {
            listing_id,
            version: 1,
        },
        EventDetail::DraftReturned {
            listing_id,
            version: 1,
        },
        EventDetail::MediaProcessed {
            listing_id,
            media_id: MediaId::from_parts(1, 1),
            version: 3,
        },
        EventDetail::MediaWithdrawn {
            listing_id,
            media_id: MediaId::from_parts(1, 1),
            version: 4,
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
        EventDetail::TierChanged {
            listing_id,
            version: 4,
            premium: true,
        },
        EventDetail::BrokerChanged {
            broker_id,
            version: 4,
        },
        EventDetail::LicenseChecked {
            broker_id,
            version: 4,
            verified: true,
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
        EventDetail::EnquiryAssigned {
            enquiry_id: EnquiryId::from_parts(1_760_000_000_000, 6),
            version: 2,
            account_id: AccountId::from_parts(1_760_000_000_000, 5),
        },
        EventDetail::AgencyJoined {
            agency_id: AgencyId::from_parts(1_760_000_000_000, 8),
            version: 2,
            account_id: AccountId::from_parts(1_760_000_000_000, 5),
            role: AgencyRole::Agent,
        },
        EventDetail::AgencyRoleChanged {
            agency_id: AgencyId::from_parts(1_760_000_000_000, 8),
            version: 3,
            account_id: AccountId::from_parts(1_760_000_000_000, 5),
            role: AgencyRole::Owner,
        },
        EventDetail::AgencyLeft {
            agency_id: AgencyId::from_parts(1_760_000_000_000, 8),
            version: 4,
            account_id: AccountId::from_parts(1_760_000_000_000, 5),
        },
    ];
    let event = |detail| DomainEvent {
        event_id: EventId::from_parts(1_760_000_000_000, 3),
        schema_version: DomainEvent::SCHEMA_VERSION,
        occurred_at: "2026-10-05T04:15:00.123456Z".parse().expect("a time"),
        detail,
    };
    details.into_iter().map(event).collect()
}

#[test]
fn events_round_trip_and_name_their_listing() {
    let listing_id = listing_id();
    for event in samples() {
        // A draft is of a listing, and kept in its order, but tells nothing of it.
        let about_listing =
            event.subject_bits() == listing_id.bits() && !event.detail.kind().starts_with("Draft");
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

/// The folder of the schemas.
fn folder() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/events")
}

#[test]
fn every_kind_of_event_has_a_schema_and_is_written_as_it_says() {
    let samples = samples();
    let mut sampled: Vec<&str> = samples.iter().map(|it| it.detail.kind()).collect();
    sampled.sort_unstable();
    let mut kinds = EventDetail::KINDS.to_vec();
    kinds.sort_unstable();
    assert_eq!(sampled, kinds, "one sample a kind");
    let mut files: Vec<String> = std::fs::read_dir(folder())
        .expect("the schemas")
        .map(|file| {
            file.expect("a file")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .filter_map(|name| name.strip_suffix(".json").map(str::to_owned))
        .collect();
    files.sort_unstable();
    assert_eq!(files, kinds, "one schema a kind");
    for event in samples {
        let name = format!("{}.json", event.detail.kind());
        let text = std::fs::read_to_string(folder().join(&name)).expect("a schema");
        let schema: Value = serde_json::from_str(&text).expect("JSON");
        let written = serde_json::to_value(&event).expect("JSON");
        assert_eq!(fault(&schema, &written), None, "{name}: {written}");
        let other_version = {
            let mut other = written.clone();
            other["schema_version"] = 2.into();
            other
        };
        assert!(
            fault(&schema, &other_version).is_some(),
            "{name} is of version 1"
        );
        let fields = written["detail"].as_object().expect("an object").clone();
        for field in fields.keys() {
            let mut wrong = written.clone();
            wrong["detail"][field] = "wrong".into();
            assert!(fault(&schema, &wrong).is_some(), "{name}: any {field}");
            let mut less = written.clone();
            less["detail"]
                .as_object_mut()
                .expect("an object")
                .remove(field);
            assert!(fault(&schema, &less).is_some(), "{name}: without {field}");
        }
        let mut more = written;
        more["detail"]["more"] = true.into();
        assert!(fault(&schema, &more).is_some(), "{name} lets anything in");
    }
}

/// What of a value is not as a schema says, by the words of JSON Schema that ours use; any
/// other word fails the test.
fn fault(schema: &Value, value: &Value) -> Option<String> {
    let wrong = |what: &str| Some(format!("{value} is not {what}"));
    for (word, said) in schema.as_object().expect("a schema is an object") {
        let fits = match word.as_str() {
            "$schema" | "title" | "description" | "format" => true,
            "type" => match said.as_str() {
                Some("object") => value.is_object(),
                Some("string") => value.is_string(),
                Some("integer") => value.is_u64() || value.is_i64(),
                Some("boolean") => value.is_boolean(),
                other => panic!("the type {other:?}"),
            },
            "const" => value == said,
            "enum" => said.as_array().expect("a list").contains(value),
            "minimum" => value.as_i64() >= said.as_i64(),
            "pattern" => {
                let pattern = regex_lite::Regex::new(said.as_str().expect("a text"));
                let text = value.as_str();
                text.is_some_and(|text| pattern.expect("a pattern").is_match(text))
            }
            "required" => said
                .as_array()
                .expect("a list")
                .iter()
                .all(|name| value.get(name.as_str().expect("a name")).is_some()),
            "properties" => {
                let inside = said.as_object().expect("an object").iter();
                let mut faults =
                    inside.filter_map(|(name, schema)| fault(schema, value.get(name)?));
                if let Some(fault) = faults.next() {
                    return Some(fault);
                }
                true
            }
            "additionalProperties" => {
                assert_eq!(said, false);
                let names = schema["properties"].as_object().expect("properties");
                let given = value.as_object().into_iter().flatten();
                given.into_iter().all(|(name, _)| names.contains_key(name))
            }
            other => panic!("the word {other}"),
        };
        if !fits {
            return wrong(&format!("{word} {said}"));
        }
    }
    None
}
