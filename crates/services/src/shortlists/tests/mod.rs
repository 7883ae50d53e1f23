mod content;
mod lifetime;
mod people;
mod personal;

use super::*;
use crate::testing::{buyer, guest};
use durbar_domain::{
    PropertyId, ShortlistId,
    account::{Person, Principal, SubscriptionLevel},
    policy::Refusal,
    shortlist::{NoteText, Right, ShortlistName},
    text::Name,
};
use durbar_platform::{
    Embedded,
    testing::{embedded, listing},
};
use jiff::Timestamp;

fn now() -> Timestamp {
    "2026-11-22T06:00:00Z".parse().expect("a time")
}

fn name(text: &str) -> Name {
    Name::parse("name", text).expect("a name")
}

fn list_name(text: &str) -> ShortlistName {
    ShortlistName::parse("name", text).expect("a name")
}

fn note(text: &str) -> NoteText {
    NoteText::parse("text", text).expect("a text")
}

fn home(number: u64) -> PropertyId {
    listing(number).listing_id
}

/// The person of this number, at a level.
fn member(number: u128, subscription_level: SubscriptionLevel) -> Principal {
    match buyer(number) {
        Principal::Person(person) => Principal::Person(Person {
            subscription_level,
            ..person
        }),
        Principal::Guest => Principal::Guest,
    }
}

/// Homes 1 to 5, and a list of the buyer 1 with home 1 in it.
async fn family() -> (Embedded, Shortlists, Principal, ShortlistId) {
    let embedded = embedded().await;
    let homes: Vec<_> = (1..=5).map(listing).collect();
    let store = ListingStore::new(embedded.platform().table.clone());
    store.load(&homes).await.expect("loaded");
    let shortlists = Shortlists::new(embedded.platform());
    let owner = buyer(1);
    let list = shortlists
        .create(&owner, list_name("Ours"), name("Anju"), now())
        .await
        .expect("a list");
    let id = list.shortlist_id;
    shortlists
        .add_home((&owner).into(), id, home(1), now())
        .await
        .expect("a home");
    (embedded, shortlists, owner, id)
}

/// A link of the owner's.
async fn link(
    shortlists: &Shortlists,
    owner: &Principal,
    id: ShortlistId,
    right: Right,
) -> InvitationToken {
    let invited = shortlists.invite(owner, id, right, now()).await;
    invited.expect("a link").token
}

/// Somebody without an account who came by a link under this name.
async fn come(
    shortlists: &Shortlists,
    id: ShortlistId,
    token: &InvitationToken,
    called: &str,
) -> GuestToken {
    let visitor = Visitor {
        principal: &guest(),
        invitation: Some(token),
        guest: None,
    };
    let joined = shortlists.join(visitor, id, name(called), now()).await;
    joined.expect("joined").token.expect("a guest's token")
}

const GUEST: &Principal = &Principal::Guest;

fn back(token: &GuestToken) -> Visitor<'_> {
    Visitor {
        principal: GUEST,
        invitation: None,
        guest: Some(token),
    }
}

fn by_link<'a>(principal: &'a Principal, token: &'a InvitationToken) -> Visitor<'a> {
    Visitor {
        principal,
        invitation: Some(token),
        guest: None,
    }
}

#[track_caller]
fn hidden(outcome: Result<impl std::fmt::Debug, ServiceError>) {
    assert!(
        matches!(outcome, Err(ServiceError::NotFound)),
        "{outcome:?}"
    );
}

#[track_caller]
fn refused(outcome: Result<impl std::fmt::Debug, ServiceError>) {
    let refused = matches!(
        outcome,
        Err(ServiceError::Refused(
            Refusal::NotPermitted | Refusal::SignIn
        ))
    );
    assert!(refused, "{outcome:?}");
}

#[track_caller]
fn conflict(outcome: Result<impl std::fmt::Debug, ServiceError>, version: u64) {
    let conflict = matches!(
        outcome,
        Err(ServiceError::Conflict { current_version }) if current_version == version
    );
    assert!(conflict, "{outcome:?}");
}

#[track_caller]
fn field(outcome: Result<impl std::fmt::Debug, ServiceError>) -> String {
    match outcome {
        Err(ServiceError::Invalid(errors)) => errors[0].field.clone(),
        other => panic!("not refused for a field: {other:?}"),
    }
}
