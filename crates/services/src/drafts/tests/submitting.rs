//! Handing a draft in.

use super::*;
use durbar_domain::FieldError;

#[tokio::test]
async fn what_is_not_whole_is_not_handed_in_and_is_told_whole() {
    let world = world().await;
    let one = broker_person(1);
    let draft = world.drafts.begin(&one, None, now()).await.expect("begun");
    let submission = Submission {
        version: draft.version,
        offer: Offer::Active,
    };
    let refused = world
        .drafts
        .submit(&one, draft.listing_id, submission, now())
        .await;
    let Err(ServiceError::Invalid(problems)) = refused else {
        panic!("{refused:?}")
    };
    let named = |field: &str| problems.iter().any(|it: &FieldError| it.field == field);
    assert!(named("title_en") && named("quality") && named("pictures"));
    let stale = Submission {
        version: 9,
        ..submission
    };
    let refused = world
        .drafts
        .submit(&one, draft.listing_id, stale, now())
        .await;
    assert!(matches!(
        refused,
        Err(ServiceError::Conflict { current_version: 1 })
    ));
}

#[tokio::test]
async fn the_same_house_offered_twice_is_found_and_a_discreet_one_is_told_to_admins_alone() {
    let world = world().await;
    let home = published(&world).await;
    let mut discreet = listing(2);
    discreet.location.approximate = true;
    world.store.put_new(&discreet, &[]).await.expect("a home");
    let mut larger = listing(3);
    larger.land.area = durbar_domain::Area::from_units(larger.land.area.units() * 2).expect("fits");
    world.store.put_new(&larger, &[]).await.expect("a home");
    let draft = world
        .drafts
        .begin(&broker_person(2), None, now())
        .await
        .expect("begun");
    let copy = Draft {
        fields: DraftFields::of(&home),
        ..draft
    };
    let readiness = world.drafts.readiness(&copy, now()).await.expect("read");
    let mut all: Vec<_> = readiness
        .twins
        .iter()
        .map(|it| it.home.listing_id())
        .collect();
    all.sort_unstable();
    assert_eq!(all, [home.listing_id, discreet.listing_id]);
    let told = readiness.twins_for_broker(copy.broker_id);
    let told: Vec<_> = told.iter().map(|it| it.home.listing_id()).collect();
    assert_eq!(told, [home.listing_id]);
}
