//! Making, renaming, deleting lists, and bringing them back; how many there may be.

use super::*;
use jiff::SignedDuration;

#[tokio::test]
async fn a_level_gives_so_many_lists_also_at_the_same_moment() {
    let (_embedded, shortlists, owner, id) = family().await;
    let create = || shortlists.create(&owner, list_name("More"), name("Anju"), now());
    let outcomes = futures::future::join_all((0..5).map(|_| create())).await;
    let made = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    assert_eq!(made, 1, "one of two places was taken");
    for outcome in outcomes.into_iter().filter(Result::is_err) {
        assert!(matches!(
            outcome,
            Err(ServiceError::Refused(Refusal::Upgrade(
                SubscriptionLevel::Gold
            )))
        ));
    }
    let gold = member(1, SubscriptionLevel::Gold);
    shortlists
        .create(&gold, list_name("Third"), name("Anju"), now())
        .await
        .expect("a higher level gives more");
    // Back at the free level all lists are still there, and a place comes free by deleting.
    let overview = shortlists.overview(&owner, now()).await.expect("lists");
    assert_eq!(overview.owned.len(), 3);
    assert!(create().await.is_err());
    let others = overview.owned.iter().map(|list| list.shortlist_id);
    let deleted: Vec<_> = others.filter(|other| *other != id).collect();
    for list in &deleted {
        shortlists
            .delete(&owner, *list, 1, now())
            .await
            .expect("deleted");
    }
    create().await.expect("there is room again");
    let full = shortlists.restore(&owner, deleted[0], now()).await;
    assert!(matches!(
        full,
        Err(ServiceError::Refused(Refusal::Upgrade(_)))
    ));
    refused(
        shortlists
            .create(&guest(), list_name("x"), name("x"), now())
            .await,
    );
}

#[tokio::test]
async fn of_two_simultaneous_renames_one_is_a_conflict() {
    for _ in 0..5 {
        let (_embedded, shortlists, owner, id) = family().await;
        let rename = |to: &'static str| shortlists.rename(&owner, id, 1, list_name(to), now());
        let (won, lost) = match futures::future::join(rename("A"), rename("B")).await {
            (Ok(won), Err(lost)) | (Err(lost), Ok(won)) => (won, lost),
            other => panic!("not one of each: {other:?}"),
        };
        conflict(Err::<(), _>(lost), 2);
        let view = shortlists.view((&owner).into(), id, now()).await;
        assert_eq!(view.expect("a view").shortlist, won);
        conflict(rename("C").await, 2);
    }
}

#[tokio::test]
async fn renaming_does_not_touch_the_counts() {
    let (_embedded, shortlists, owner, id) = family().await;
    let renames = async {
        for version in 1..=4 {
            shortlists
                .rename(&owner, id, version, list_name("N"), now())
                .await
                .expect("renamed");
        }
    };
    let adds = async {
        for number in 2..=5 {
            shortlists
                .add_home((&owner).into(), id, home(number), now())
                .await
                .expect("added");
        }
    };
    futures::future::join(renames, adds).await;
    let view = shortlists
        .view((&owner).into(), id, now())
        .await
        .expect("a view");
    assert_eq!((view.shortlist.version, view.homes.len()), (5, 5));
}

#[tokio::test]
async fn a_deleted_list_is_there_for_nobody_and_comes_back_whole() {
    let (embedded, shortlists, owner, id) = family().await;
    let token = link(&shortlists, &owner, id, Right::Comment).await;
    let aama = come(&shortlists, id, &token, "Aama").await;
    let bikash = buyer(2);
    let joined = shortlists.join(by_link(&bikash, &token), id, name("Bikash"), now());
    joined.await.expect("joined");
    let text = (home(1), note("Light."));
    let kept = shortlists
        .add_note(back(&aama), id, text, now())
        .await
        .expect("a note");
    let before = shortlists
        .view((&owner).into(), id, now())
        .await
        .expect("a view");

    refused(shortlists.delete(&bikash, id, 1, now()).await);
    conflict(shortlists.delete(&owner, id, 7, now()).await, 1);
    let deleted = shortlists
        .delete(&owner, id, 1, now())
        .await
        .expect("deleted");
    assert_eq!((deleted.version, deleted.deleted_at), (2, Some(now())));
    hidden(shortlists.view((&owner).into(), id, now()).await);
    hidden(shortlists.view(back(&aama), id, now()).await);
    hidden(shortlists.view((&bikash).into(), id, now()).await);
    hidden(shortlists.view(by_link(GUEST, &token), id, now()).await);
    hidden(
        shortlists
            .edit_note(back(&aama), id, (kept.note_id, 1), note("Dark."), now())
            .await,
    );
    let overview = shortlists.overview(&owner, now()).await.expect("lists");
    assert_eq!((overview.owned.len(), overview.deleted), (0, vec![deleted]));
    let of_bikash = shortlists.overview(&bikash, now()).await.expect("lists");
    assert_eq!(of_bikash, Overview::default());

    hidden(shortlists.restore(&bikash, id, now()).await);
    let late = now() + SignedDuration::from_hours(30 * 24);
    hidden(shortlists.restore(&owner, id, late).await);
    let again = now() + SignedDuration::from_hours(24);
    let restored = shortlists
        .restore(&owner, id, again)
        .await
        .expect("restored");
    assert_eq!((restored.version, restored.deleted_at), (3, None));
    let twice = shortlists.restore(&owner, id, again).await.expect("twice");
    assert_eq!(twice, restored);
    // Nothing of it comes to an end any more.
    embedded.sweep_expired().await.expect("swept");
    let after = shortlists
        .view((&owner).into(), id, again)
        .await
        .expect("a view");
    assert_eq!(
        (&after.homes, &after.members),
        (&before.homes, &before.members)
    );
    assert_eq!(after.invitations, before.invitations);
    shortlists
        .view(back(&aama), id, again)
        .await
        .expect("Aama is back");
}

#[tokio::test]
async fn a_list_that_was_not_brought_back_ends_with_all_that_belongs_to_it() {
    let embedded = embedded().await;
    let shortlists = Shortlists::new(embedded.platform());
    let (owner, past) = (
        buyer(1),
        Timestamp::now() - SignedDuration::from_hours(31 * 24),
    );
    let list = shortlists
        .create(&owner, list_name("Old"), name("Anju"), past)
        .await
        .expect("a list");
    let id = list.shortlist_id;
    shortlists
        .invite(&owner, id, Right::View, past)
        .await
        .expect("a link");
    shortlists
        .delete(&owner, id, 1, past)
        .await
        .expect("deleted");
    embedded.sweep_expired().await.expect("swept");
    let left = crate::testing::keys(&embedded).await;
    assert_eq!(left.len(), 1, "the count of lists alone: {left:?}");
}
