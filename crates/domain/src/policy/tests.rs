//! Every operation, for everyone, on everything.

use super::{Decision, Operation, Refusal, Relation, decide};
use crate::{
    AccountId,
    account::{Person, Principal, Role, SubscriptionLevel},
};
use std::collections::HashSet;
use strum::VariantArray;

/// Who asks, in the columns of [`MATRIX`]: a guest; a free buyer, one with Gold, one with
/// Platinum; a seller; a broker, and one without second factor; an admin, and one without;
/// an investor; a free buyer with second factor, as an assistant is.
const COLUMNS: usize = 11;

/// Operation, what the thing is to who asks (`*` for every other case), and what is decided:
/// `A` allow, `S` sign in first, `N` not permitted, `H` hide, `M` second factor first, `G` or
/// `P` upgrade.
const MATRIX: &[(&str, &str, &str)] = &[
    //                                            guest free gold plat seller broker -2 admin -2 investor +2
    ("read-public-page", "*", "A A A A A A A A A A A"),
    ("count-view", "*", "A A A A A A A A A A A"),
    ("sign-up", "*", "A A A A A A A A A A A"),
    ("confirm-email", "*", "A A A A A A A A A A A"),
    ("sign-in", "*", "A A A A A A A A A A A"),
    ("reset-password", "*", "A A A A A A A A A A A"),
    ("refresh-session", "*", "A A A A A A A A A A A"),
    ("sign-out", "*", "A A A A A A A A A A A"),
    ("read-account", "own", "S A A A A A A A A A A"),
    ("read-account", "*", "S H H H H H H H H H H"),
    ("edit-account", "own", "S A A A A A A A A A A"),
    ("edit-account", "*", "S H H H H H H H H H H"),
    ("change-password", "own", "S A A A A A A A A A A"),
    ("change-password", "*", "S H H H H H H H H H H"),
    ("manage-multi-factor", "own", "S A A A A A A A A A A"),
    ("manage-multi-factor", "*", "S H H H H H H H H H H"),
    ("manage-sessions", "own", "S A A A A A A A A A A"),
    ("manage-sessions", "*", "S H H H H H H H H H H"),
    ("export-account", "own", "S A A A A A A A A A A"),
    ("export-account", "*", "S H H H H H H H H H H"),
    ("erase-account", "own", "S A A A A A A A A A A"),
    ("erase-account", "*", "S H H H H H H H H H H"),
    ("manage-favorites", "*", "S A A A A A A A A A A"),
    ("create-shortlist", "*", "S A A A A A A A A A A"),
    ("read-shortlist", "own", "A A A A A A A A A A A"),
    (
        "read-shortlist",
        "shared-to-comment",
        "A A A A A A A A A A A",
    ),
    ("read-shortlist", "shared-to-view", "A A A A A A A A A A A"),
    ("read-shortlist", "*", "H H H H H H H H H H H"),
    ("edit-shortlist", "own", "S A A A A A A A A A A"),
    (
        "edit-shortlist",
        "shared-to-comment",
        "N N N N N N N N N N N",
    ),
    ("edit-shortlist", "shared-to-view", "N N N N N N N N N N N"),
    ("edit-shortlist", "*", "H H H H H H H H H H H"),
    ("share-shortlist", "own", "S A A A A A A A A A A"),
    (
        "share-shortlist",
        "shared-to-comment",
        "N N N N N N N N N N N",
    ),
    ("share-shortlist", "shared-to-view", "N N N N N N N N N N N"),
    ("share-shortlist", "*", "H H H H H H H H H H H"),
    ("comment-on-shortlist", "own", "A A A A A A A A A A A"),
    (
        "comment-on-shortlist",
        "shared-to-comment",
        "A A A A A A A A A A A",
    ),
    (
        "comment-on-shortlist",
        "shared-to-view",
        "N N N N N N N N N N N",
    ),
    ("comment-on-shortlist", "*", "H H H H H H H H H H H"),
    ("manage-saved-searches", "own", "S A A A A A A A A A A"),
    ("manage-saved-searches", "*", "S H H H H H H H H H H"),
    ("subscribe-to-alerts", "*", "A A A A A A A A A A A"),
    ("send-enquiry", "*", "A A A A A A A A A A A"),
    ("read-enquiry", "own", "S A A A A A A A A A A"),
    ("read-enquiry", "led", "S A A A A A A A A A A"),
    ("read-enquiry", "assisted", "S A A A A A A A A A A"),
    ("read-enquiry", "shared-to-comment", "A A A A A A A A A A A"),
    ("read-enquiry", "*", "H H H H H H H H H H H"),
    ("answer-enquiry", "own", "S A A A A A A A A A A"),
    ("answer-enquiry", "led", "S A A A A A A A A A A"),
    ("answer-enquiry", "assisted", "S A A A A A A A A A A"),
    (
        "answer-enquiry",
        "shared-to-comment",
        "A A A A A A A A A A A",
    ),
    ("answer-enquiry", "*", "H H H H H H H H H H H"),
    ("receive-enquiry", "own", "S N N N A A M N N N N"),
    ("receive-enquiry", "led", "S M M M M A M A M M A"),
    ("receive-enquiry", "assisted", "S M M M M A M A M M A"),
    ("receive-enquiry", "*", "H H H H H H H H H H H"),
    ("decide-viewing", "own", "S N N N A A M N N N N"),
    ("decide-viewing", "led", "S M M M M A M A M M A"),
    ("decide-viewing", "assisted", "S M M M M A M A M M A"),
    ("decide-viewing", "*", "H H H H H H H H H H H"),
    ("read-early-listing", "public", "A A A A A A A A A A A"),
    ("read-early-listing", "own", "S P P A A A M A M P P"),
    ("read-early-listing", "*", "S P P A P P P A M P P"),
    ("view-premium-gallery", "own", "S G A A A A M A M G G"),
    ("view-premium-gallery", "*", "S G A A G G G A M G G"),
    ("view-panorama", "own", "S G A A A A M A M G G"),
    ("view-panorama", "*", "S G A A G G G A M G G"),
    ("view-drone-film", "own", "S P P A A A M A M P P"),
    ("view-drone-film", "*", "S P P A P P P A M P P"),
    ("buy-subscription", "own", "S A A A A A A A A A A"),
    ("buy-subscription", "*", "S H H H H H H H H H H"),
    ("grant-subscription", "*", "S N N N N N N A M N N"),
    ("settle-purchase", "*", "S N N N N N N A M N N"),
    ("create-listing", "led", "S N N N M A M N N N N"),
    ("create-listing", "assisted", "S M M M M A M A M M A"),
    ("create-listing", "*", "S N N N A A M N N N N"),
    ("read-unpublished-listing", "own", "S N N N A A M N N N N"),
    ("read-unpublished-listing", "led", "S M M M M A M A M M A"),
    (
        "read-unpublished-listing",
        "assisted",
        "S M M M M A M A M M A",
    ),
    ("read-unpublished-listing", "*", "H H H H H H H A M H H"),
    ("edit-listing", "own", "S N N N A A M A M N N"),
    ("edit-listing", "led", "S M M M M A M A M M A"),
    ("edit-listing", "assisted", "S M M M M A M A M M A"),
    ("edit-listing", "secret", "H H H H H H H A M H H"),
    ("edit-listing", "*", "S N N N N N N A M N N"),
    ("read-listing-statistics", "own", "S N N N A A M A M N N"),
    ("read-listing-statistics", "led", "S M M M M A M A M M A"),
    (
        "read-listing-statistics",
        "assisted",
        "S M M M M A M A M M A",
    ),
    ("read-listing-statistics", "secret", "H H H H H H H A M H H"),
    ("read-listing-statistics", "*", "S N N N N N N A M N N"),
    ("submit-listing", "own", "S N N N A A M A M N N"),
    ("submit-listing", "led", "S M M M M A M A M M A"),
    ("submit-listing", "assisted", "S N N N N N N A M N N"),
    ("submit-listing", "secret", "H H H H H H H A M H H"),
    ("submit-listing", "*", "S N N N N N N A M N N"),
    ("change-offer", "own", "S N N N A A M A M N N"),
    ("change-offer", "led", "S M M M M A M A M M A"),
    ("change-offer", "assisted", "S N N N N N N A M N N"),
    ("change-offer", "secret", "H H H H H H H A M H H"),
    ("change-offer", "*", "S N N N N N N A M N N"),
    ("change-tier", "own", "S N N N A A M A M N N"),
    ("change-tier", "led", "S M M M M A M A M M A"),
    ("change-tier", "assisted", "S N N N N N N A M N N"),
    ("change-tier", "secret", "H H H H H H H A M H H"),
    ("change-tier", "*", "S N N N N N N A M N N"),
    ("start-agency", "*", "S N N N N A M N N N N"),
    ("join-agency", "*", "S A A A A A A A A A A"),
    ("read-agency", "own", "S A A A A A A A A A A"),
    ("read-agency", "led", "S A A A A A A A A A A"),
    ("read-agency", "assisted", "S A A A A A A A A A A"),
    ("read-agency", "*", "H H H H H H H H H H H"),
    ("manage-agency", "own", "S N N N N N N N N N N"),
    ("manage-agency", "led", "S M M M M A M A M M A"),
    ("manage-agency", "assisted", "S N N N N N N N N N N"),
    ("manage-agency", "*", "H H H H H H H H H H H"),
    ("leave-agency", "own", "S A A A A A M A M A A"),
    ("leave-agency", "led", "S M M M M A M A M M A"),
    ("leave-agency", "*", "H H H H H H H H H H H"),
    ("assign-enquiry", "own", "S N N N N N N N N N N"),
    ("assign-enquiry", "led", "S M M M M A M A M M A"),
    ("assign-enquiry", "assisted", "S N N N N N N N N N N"),
    ("assign-enquiry", "*", "H H H H H H H H H H H"),
    ("send-license", "*", "S N N N N A M N N N N"),
    ("read-accounts", "*", "S N N N N N N A M N N"),
    ("read-audit-trail", "*", "S N N N N N N A M N N"),
    ("assign-role", "*", "S N N N N N N A M N N"),
    ("disable-account", "*", "S N N N N N N A M N N"),
    ("moderate-listing", "*", "S N N N N N N A M N N"),
    ("verify-license", "*", "S N N N N N N A M N N"),
    ("manage-events", "*", "S N N N N N N A M N N"),
    ("verify-document", "*", "S N N N N N N A M N N"),
    ("import-listings", "*", "S N N N N N N A M N N"),
    ("set-features", "*", "S N N N N N N A M N N"),
    ("read-service-levels", "*", "S N N N N N N A M N N"),
];

fn principals() -> [Principal; COLUMNS] {
    use Role::*;
    use SubscriptionLevel::{Free, Gold, Platinum};
    let person = |role, subscription_level, multi_factor| {
        Principal::Person(Person {
            account_id: AccountId::from_parts(1, 1),
            role,
            subscription_level,
            broker_id: None,
            seat: None,
            multi_factor,
        })
    };
    [
        Principal::Guest,
        person(Buyer, Free, false),
        person(Buyer, Gold, false),
        person(Buyer, Platinum, false),
        person(Seller, Free, false),
        person(Broker, Free, true),
        person(Broker, Free, false),
        person(Admin, Free, true),
        person(Admin, Free, false),
        person(Investor, Free, false),
        person(Buyer, Free, true),
    ]
}

fn letter(decision: Decision) -> &'static str {
    match decision {
        Decision::Allow => "A",
        Decision::Hide => "H",
        Decision::Deny(Refusal::SignIn) => "S",
        Decision::Deny(Refusal::MultiFactor) => "M",
        Decision::Deny(Refusal::NotPermitted) => "N",
        Decision::Deny(Refusal::Upgrade(SubscriptionLevel::Gold)) => "G",
        Decision::Deny(Refusal::Upgrade(_)) => "P",
    }
}

fn relation_key(relation: Relation) -> &'static str {
    match relation {
        Relation::Own => "own",
        Relation::Led => "led",
        Relation::Assisted => "assisted",
        Relation::SharedToComment => "shared-to-comment",
        Relation::SharedToView => "shared-to-view",
        Relation::Public => "public",
        Relation::Others => "others",
        Relation::Secret => "secret",
    }
}

/// The row for a case: the one that names the relation, or the one for every other.
fn expected(operation: Operation, relation: Relation) -> Option<&'static str> {
    let row = |wanted: &str| {
        MATRIX
            .iter()
            .find(|(name, case, _)| *name == operation.key() && *case == wanted)
    };
    row(relation_key(relation))
        .or_else(|| row("*"))
        .map(|(_, _, letters)| *letters)
}

#[test]
fn every_case_is_decided_as_the_matrix_says() {
    for &operation in Operation::VARIANTS {
        for &relation in Relation::VARIANTS {
            let Some(expected) = expected(operation, relation) else {
                panic!("the matrix lacks {} on {relation:?}", operation.key());
            };
            let decided: Vec<_> = principals()
                .iter()
                .map(|principal| letter(decide(principal, operation, relation)))
                .collect();
            assert_eq!(
                decided.join(" "),
                expected,
                "{} on {relation:?}",
                operation.key()
            );
        }
    }
}

#[test]
fn the_matrix_names_no_case_twice_and_none_that_is_not_there() {
    let operations: HashSet<_> = Operation::VARIANTS.iter().map(|it| it.key()).collect();
    let mut seen = HashSet::new();
    for (operation, relation, letters) in MATRIX {
        assert!(operations.contains(operation), "{operation}");
        assert!(seen.insert((operation, relation)), "{operation} {relation}");
        assert_eq!(
            letters.split(' ').count(),
            COLUMNS,
            "{operation} {relation}"
        );
    }
}

#[test]
fn a_refusal_is_401_or_403() {
    assert_eq!(Refusal::SignIn.status(), 401);
    for refusal in [
        Refusal::MultiFactor,
        Refusal::NotPermitted,
        Refusal::Upgrade(SubscriptionLevel::Gold),
    ] {
        assert_eq!(refusal.status(), 403);
    }
}
