//! One market for the tests of drafts, which are told by what is done with them.

mod moderating;
mod submitting;
mod writing;

use super::*;
use crate::{media::MediaSettings, testing::broker_person};
use durbar_domain::{
    account::{Person, Role},
    draft::{DraftField, DraftFields, Offer, ReviewReasons},
};
use durbar_platform::{
    Embedded,
    brokers::BrokerStore,
    listings::ListingStore,
    testing::{broker, embedded, listing},
};

struct World {
    _embedded: Embedded,
    drafts: Drafts,
    store: ListingStore,
    platform_drafts: DraftStore,
}

async fn world() -> World {
    let embedded = embedded().await;
    let platform = embedded.platform();
    let events = Events::default();
    let brokers = BrokerStore::new(platform.table.clone());
    for number in [1, 2] {
        brokers
            .put_new(&broker(number), &[])
            .await
            .expect("a broker");
    }
    let listings = Listings::new(platform, events.clone());
    let media = Media::new(platform, events.clone(), MediaSettings::default());
    let brokers = Brokers::new(platform, events.clone());
    let drafts = Drafts::new(platform, listings, brokers, media, events);
    World {
        store: ListingStore::new(platform.table.clone()),
        platform_drafts: DraftStore::new(platform.table.clone()),
        drafts,
        _embedded: embedded,
    }
}

fn admin() -> Principal {
    let Principal::Person(person) = broker_person(77) else {
        panic!("a broker is a person")
    };
    Principal::Person(Person {
        role: Role::Admin,
        broker_id: None,
        ..person
    })
}

fn now() -> Timestamp {
    "2026-11-23T06:00:00Z".parse().expect("a time")
}

fn typed(before: &DraftFields, texts: &[(DraftField, &str)]) -> Vec<Typed> {
    let typed = |(field, text): &(DraftField, &str)| Typed {
        field: *field,
        text: (*text).to_owned(),
        was: DraftFields::mark(before.text(*field)),
    };
    texts.iter().map(typed).collect()
}

fn words(text: &str) -> ReviewReasons {
    ReviewReasons::parse("reasons", text).expect("words")
}

/// A home that was published; that it has few pictures keeps nobody from changing it.
async fn published(world: &World) -> Listing {
    let home = listing(1);
    world.store.put_new(&home, &[]).await.expect("a home");
    home
}

/// The draft of a published home, with a new title, handed in.
async fn handed_in(world: &World) -> (Listing, Draft) {
    let home = published(world).await;
    let (mine, id) = (broker_person(1), home.listing_id);
    let draft = world.drafts.edit(&mine, id, now()).await.expect("a draft");
    let page = typed(
        &draft.fields,
        &[(DraftField::TitleEn, "Brick house, mended")],
    );
    let saved = world
        .drafts
        .save(&mine, id, &page, now())
        .await
        .expect("saved");
    let submission = Submission {
        version: saved.draft.version,
        offer: Offer::Active,
    };
    let draft = world
        .drafts
        .submit(&mine, id, submission, now())
        .await
        .expect("handed in");
    (home, draft)
}
