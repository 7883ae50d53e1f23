//! Drafts begun, saved, brought together and thrown away.

use super::*;
use crate::testing::{buyer, guest};
use strum::VariantArray as _;

#[tokio::test]
async fn a_new_home_is_a_secret_of_its_broker() {
    let world = world().await;
    let draft = world
        .drafts
        .begin(&broker_person(1), None, now())
        .await
        .expect("begun");
    let id = draft.listing_id;
    assert_eq!(
        world
            .drafts
            .of_desk(&broker_person(1), None)
            .await
            .expect("own"),
        [draft]
    );
    assert_eq!(
        world
            .drafts
            .of_desk(&broker_person(2), None)
            .await
            .expect("own"),
        []
    );
    let strangers = [guest(), buyer(1), broker_person(2)];
    for stranger in &strangers {
        let opened = world.drafts.open(stranger, id).await;
        assert!(matches!(opened, Err(ServiceError::NotFound)), "{opened:?}");
        let saved = world.drafts.save(stranger, id, &[], now()).await;
        assert!(
            matches!(
                saved,
                Err(ServiceError::NotFound | ServiceError::Refused(_))
            ),
            "{saved:?}"
        );
    }
    world
        .drafts
        .open(&admin(), id)
        .await
        .expect("admins see it");
    for nobody in [guest(), buyer(1)] {
        let begun = world.drafts.begin(&nobody, None, now()).await;
        assert!(matches!(begun, Err(ServiceError::Refused(_))), "{begun:?}");
    }
}

#[tokio::test]
async fn of_a_published_home_another_broker_is_refused_and_not_hidden_from() {
    let world = world().await;
    let home = published(&world).await;
    let refused = world
        .drafts
        .edit(&broker_person(2), home.listing_id, now())
        .await;
    assert!(
        matches!(refused, Err(ServiceError::Refused(Refusal::NotPermitted))),
        "{refused:?}"
    );
}

#[tokio::test]
async fn pages_of_two_people_are_brought_together() {
    let world = world().await;
    let (one, mine) = (
        broker_person(1),
        world.drafts.begin(&broker_person(1), None, now()).await,
    );
    let id = mine.expect("begun").listing_id;
    let empty = DraftFields::default();
    let first = typed(
        &empty,
        &[(DraftField::TitleEn, "A"), (DraftField::SummaryEn, "S")],
    );
    let second = typed(
        &empty,
        &[(DraftField::TitleEn, "B"), (DraftField::TitleNe, "ख")],
    );
    let saved = world
        .drafts
        .save(&one, id, &first, now())
        .await
        .expect("saved");
    assert_eq!((saved.draft.version, saved.merge.conflicts), (2, vec![]));
    let saved = world
        .drafts
        .save(&one, id, &second, now())
        .await
        .expect("saved");
    assert_eq!(saved.merge.conflicts, [DraftField::TitleEn]);
    assert_eq!(saved.draft.fields.text(DraftField::TitleEn), "A");
    assert_eq!(saved.draft.fields.text(DraftField::TitleNe), "ख");
    let again = world
        .drafts
        .save(&one, id, &first, now())
        .await
        .expect("saved");
    assert_eq!(again.draft.version, 3, "a repeat writes nothing");
}

#[tokio::test]
async fn many_pages_at_once_lose_nothing() {
    let world = world().await;
    let one = broker_person(1);
    let id = world
        .drafts
        .begin(&one, None, now())
        .await
        .expect("begun")
        .listing_id;
    let fields = &DraftField::VARIANTS[..5];
    let empty = DraftFields::default();
    let saves = fields.iter().map(|field| {
        let page = typed(&empty, &[(*field, "x")]);
        let (drafts, one) = (world.drafts.clone(), one);
        async move { drafts.save(&one, id, &page, now()).await }
    });
    for saved in futures::future::join_all(saves).await {
        saved.expect("saved in the end");
    }
    let draft = world.drafts.open(&one, id).await.expect("opened").draft;
    assert!(fields.iter().all(|field| draft.fields.text(*field) == "x"));
}

#[tokio::test]
async fn what_was_thrown_away_comes_back() {
    let world = world().await;
    let one = broker_person(1);
    let draft = world.drafts.begin(&one, None, now()).await.expect("begun");
    let id = draft.listing_id;
    let gone = world
        .drafts
        .discard(&one, id, true, now())
        .await
        .expect("thrown away");
    assert_eq!(gone.discarded_at, Some(now()));
    let saved = world.drafts.save(&one, id, &[], now()).await;
    assert!(matches!(saved, Err(ServiceError::Invalid(_))), "{saved:?}");
    let back = world
        .drafts
        .discard(&one, id, false, now())
        .await
        .expect("back");
    assert!(back.is_open());
}
