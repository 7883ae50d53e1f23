mod claiming;
mod mailing;
mod sending;
mod stepping;

use super::*;
use crate::testing::{broker_person, buyer, guest};
use durbar_domain::policy::Refusal;
use durbar_domain::{
    BrokerId, Listing, PropertyId,
    account::EmailAddress,
    enquiry::{
        Contact, ContactChoice, FinancingStage, MessageText, PartySize, PhoneNumber, Slot, Visit,
    },
    text::Name,
};
use durbar_platform::{
    Embedded,
    brokers::BrokerStore,
    secret::Secret,
    testing::{broker, embedded, listing},
};
use std::net::{IpAddr, Ipv4Addr};

const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

fn now() -> Timestamp {
    "2026-11-22T06:00:00Z".parse().expect("a time")
}

fn slot(hours: i64) -> Slot {
    let start = now() + SignedDuration::from_hours(hours);
    Slot::new("slot", start, 60).expect("a slot")
}

fn text(words: &str) -> MessageText {
    MessageText::parse("text", words).expect("a text")
}

/// A home of each of the brokers 1 and 2, as homes 1 and 2.
fn home(number: u64) -> Listing {
    Listing {
        broker_id: BrokerId::from_parts(1, u128::from(number)),
        ..listing(number)
    }
}

fn home_id(number: u64) -> PropertyId {
    home(number).listing_id
}

async fn throttle(embedded: &Embedded) -> Throttle {
    let table = embedded.platform().table.clone();
    let secret = Secret::open(&table).await.expect("a secret");
    Throttle::new(table, &secret)
}

async fn market() -> (Embedded, Enquiries) {
    let embedded = embedded().await;
    let table = &embedded.platform().table;
    let listings = ListingStore::new(table.clone());
    listings.load(&[home(1), home(2)]).await.expect("loaded");
    let brokers = BrokerStore::new(table.clone());
    for number in [1, 2] {
        let mut broker = broker(number);
        broker.email = format!("broker-{number}@example.com");
        brokers.put_new(&broker, &[]).await.expect("a broker");
    }
    let throttle = throttle(&embedded).await;
    let enquiries = Enquiries::new(embedded.platform(), throttle, Events::default());
    (embedded, enquiries)
}

/// A question about home 1.
fn question(words: &str) -> Form {
    Form {
        key: FormKey::parse("key", "0123456789abcdef").expect("a key"),
        listing_id: home_id(1),
        contact: Contact {
            name: Name::parse("name", "Maya Gurung").expect("a name"),
            email: EmailAddress::parse("email", "maya@example.com").expect("an address"),
            phone: PhoneNumber::parse("phone", "9812345678").expect("a number"),
            choice: ContactChoice::Viber,
        },
        locale: Locale::Ne,
        text: Some(text(words)),
        wish: None,
    }
}

/// A wish to view home 1 in one or two days.
fn wish() -> Form {
    let visit = Visit {
        party_size: PartySize::new("party_size", 3).expect("a size"),
        financing: FinancingStage::PreApproved,
    };
    let slots = vec![slot(48), slot(24)];
    Form {
        wish: Some(Wish { visit, slots }),
        text: None,
        ..question("a question")
    }
}

fn field(outcome: Result<impl std::fmt::Debug, ServiceError>) -> String {
    match outcome {
        Err(ServiceError::Invalid(errors)) => errors[0].field.clone(),
        other => panic!("not refused for a field: {other:?}"),
    }
}
