//! What an admin decides of a draft.

use super::*;
use durbar_domain::{StandardStatus, audit::Reason, draft::ReviewState};

#[tokio::test]
async fn a_change_of_a_published_home_is_seen_when_it_is_approved_and_not_before() {
    let world = world().await;
    let (home, draft) = handed_in(&world).await;
    let id = home.listing_id;
    assert_eq!(world.store.get(id).await.expect("read"), Some(home.clone()));
    let queue = world.drafts.queue(&admin(), None).await.expect("the queue");
    assert_eq!(queue.items, std::slice::from_ref(&draft));

    let page = typed(&draft.fields, &[(DraftField::TitleEn, "Meanwhile")]);
    let saved = world.drafts.save(&broker_person(1), id, &page, now()).await;
    assert!(
        matches!(saved, Err(ServiceError::Invalid(_))),
        "it is with an admin"
    );

    let claimed = world.drafts.claim(&admin(), id, draft.version, now()).await;
    let claimed = claimed.expect("claimed");
    let stale = world
        .drafts
        .approve(&admin(), id, draft.version, &Approval::default(), now())
        .await;
    assert!(
        matches!(stale, Err(ServiceError::Conflict { .. })),
        "{stale:?}"
    );
    let after = world
        .drafts
        .approve(&admin(), id, claimed.version, &Approval::default(), now())
        .await
        .expect("approved");
    assert_eq!(after.version, home.version + 1);
    assert_eq!(after.title.en.as_str(), "Brick house, mended");
    assert_eq!(after.price, home.price);
    assert_eq!(world.store.get(id).await.expect("read"), Some(after));
    assert_eq!(world.platform_drafts.get(id).await.expect("read"), None);
    assert_eq!(
        world
            .drafts
            .queue(&admin(), None)
            .await
            .expect("empty")
            .items,
        []
    );
    let history = world
        .drafts
        .history(&broker_person(1), id)
        .await
        .expect("read");
    let facts: Vec<_> = history.into_iter().map(|entry| entry.fact).collect();
    assert_eq!(facts, [HistoryFact::Approved, HistoryFact::Submitted]);
}

#[tokio::test]
async fn a_price_that_was_changed_meanwhile_stays() {
    let world = world().await;
    let (home, draft) = handed_in(&world).await;
    let mut dearer = home.clone();
    dearer.version += 1;
    let today = crate::kathmandu_date(now());
    dearer.price.change(durbar_domain::Npr::crore(10), today);
    world
        .store
        .replace(home.version, &dearer, &[])
        .await
        .expect("a new price");
    let after = world
        .drafts
        .approve(
            &admin(),
            home.listing_id,
            draft.version,
            &Approval::default(),
            now(),
        )
        .await
        .expect("approved");
    assert_eq!(after.price, dearer.price);
}

#[tokio::test]
async fn what_is_given_back_is_mended_and_handed_in_again() {
    let world = world().await;
    let (home, draft) = handed_in(&world).await;
    let (one, id) = (broker_person(1), home.listing_id);
    let reasons = words("The road is 4 m wide, not 6.");
    let back = world
        .drafts
        .request_changes(&admin(), id, draft.version, &reasons, now())
        .await
        .expect("given back");
    assert_eq!(back.review.state, ReviewState::ChangesRequested);
    assert_eq!(back.review.reasons, Some(reasons));
    let page = typed(&back.fields, &[(DraftField::RoadWidthMetres, "4")]);
    let saved = world
        .drafts
        .save(&one, id, &page, now())
        .await
        .expect("mended");
    let submission = Submission {
        version: saved.draft.version,
        offer: Offer::Active,
    };
    let again = world
        .drafts
        .submit(&one, id, submission, now())
        .await
        .expect("again");
    let refused = world
        .drafts
        .refuse(
            &admin(),
            id,
            again.version,
            &words("It isn't theirs to sell."),
            now(),
        )
        .await
        .expect("refused");
    assert_eq!(refused.review.state, ReviewState::Refused);
    let nobody = world.drafts.claim(&one, id, refused.version, now()).await;
    assert!(
        matches!(nobody, Err(ServiceError::Refused(_))),
        "{nobody:?}"
    );
}

#[tokio::test]
async fn a_price_beyond_the_licence_needs_an_admins_reason() {
    let world = world().await;
    let (home, draft) = handed_in(&world).await;
    let id = home.listing_id;
    let late: Timestamp = "2027-08-01T06:00:00Z".parse().expect("after the licence");
    let held = world
        .drafts
        .approve(&admin(), id, draft.version, &Approval::default(), late)
        .await;
    let Err(ServiceError::Invalid(problems)) = held else {
        panic!("{held:?}")
    };
    assert_eq!(problems[0].field, "despite_license");
    let approval = Approval {
        despite_license: Reason::parse("reason", "Renewal seen on paper").ok(),
    };
    let passed = world
        .drafts
        .approve(&admin(), id, draft.version, &approval, late)
        .await;
    assert_eq!(
        passed.expect("approved").standard_status,
        StandardStatus::Active
    );
}
