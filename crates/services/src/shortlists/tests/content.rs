//! Homes, notes and votes: by whom, how many, at the same moment.

use super::*;
use durbar_domain::{NoteId, StandardStatus, shortlist::Opinion};
use jiff::SignedDuration;

#[tokio::test]
async fn the_owner_puts_homes_in_and_takes_them_out() {
    let (embedded, shortlists, owner, id) = family().await;
    let me = || Visitor::from(&owner);
    assert!(
        shortlists
            .add_home(me(), id, home(2), now())
            .await
            .expect("added")
    );
    assert!(
        !shortlists
            .add_home(me(), id, home(2), now())
            .await
            .expect("again")
    );
    hidden(shortlists.add_home(me(), id, home(99), now()).await);
    let mut held = listing(3);
    held.standard_status = StandardStatus::Hold;
    let store = ListingStore::new(embedded.platform().table.clone());
    store.load(&[held]).await.expect("loaded");
    hidden(shortlists.add_home(me(), id, home(3), now()).await);

    let text = (home(2), note("Light."));
    shortlists
        .add_note(me(), id, text, now())
        .await
        .expect("a note");
    for _ in 0..2 {
        shortlists
            .remove_home(me(), id, home(2), now())
            .await
            .expect("removed");
    }
    let view = shortlists.view(me(), id, now()).await.expect("a view");
    assert_eq!(view.homes.len(), 1);
    hidden(
        shortlists
            .add_note(me(), id, (home(2), note("Air.")), now())
            .await,
    );
    shortlists
        .add_home(me(), id, home(2), now())
        .await
        .expect("put back");
    let view = shortlists.view(me(), id, now()).await.expect("a view");
    assert_eq!(view.homes[0].notes[0].note.text.as_str(), "Light.");
    assert_eq!(view.homes[0].notes[0].author, Some(name("Anju")));
}

#[tokio::test]
async fn a_list_holds_a_hundred_homes_also_when_they_come_at_the_same_moment() {
    let (embedded, shortlists, owner, id) = family().await;
    let homes: Vec<_> = (100..=201).map(listing).collect();
    let store = ListingStore::new(embedded.platform().table.clone());
    store.load(&homes).await.expect("loaded");
    for some in homes[..97].chunks(10) {
        let adds = some
            .iter()
            .map(|it| shortlists.add_home((&owner).into(), id, it.listing_id, now()));
        for added in futures::future::join_all(adds).await {
            assert!(added.expect("added"));
        }
    }
    let adds = homes[97..].iter();
    let adds = adds.map(|it| shortlists.add_home((&owner).into(), id, it.listing_id, now()));
    let outcomes = futures::future::join_all(adds).await;
    let added = outcomes.iter().filter(|it| it.is_ok()).count();
    assert_eq!(added, 2, "98 were there");
    for outcome in outcomes.into_iter().filter(Result::is_err) {
        assert_eq!(field(outcome), "homes");
    }
    let view = shortlists
        .view((&owner).into(), id, now())
        .await
        .expect("a view");
    assert_eq!(view.homes.len(), 100);
    let some = view.homes[0].entry.listing_id;
    let me = || Visitor::from(&owner);
    shortlists
        .remove_home(me(), id, some, now())
        .await
        .expect("removed");
    assert!(
        shortlists
            .add_home(me(), id, some, now())
            .await
            .expect("room again")
    );
}

#[tokio::test]
async fn notes_are_their_authors_to_edit_and_have_an_undo() {
    let (_embedded, shortlists, owner, id) = family().await;
    let token = link(&shortlists, &owner, id, Right::Comment).await;
    let aama = come(&shortlists, id, &token, "Aama").await;
    let text = (home(1), note("Light."));
    let written = shortlists
        .add_note(back(&aama), id, text, now())
        .await
        .expect("a note");
    let at = |version| (written.note_id, version);
    let edit =
        |version, text: &str| shortlists.edit_note(back(&aama), id, at(version), note(text), now());
    let outcomes = futures::future::join(edit(1, "More light."), edit(1, "Less light.")).await;
    let (won, lost) = match outcomes {
        (Ok(won), Err(lost)) | (Err(lost), Ok(won)) => (won, lost),
        other => panic!("not one of each: {other:?}"),
    };
    conflict(Err::<(), _>(lost), 2);
    let view = shortlists
        .view((&owner).into(), id, now())
        .await
        .expect("a view");
    assert_eq!(view.homes[0].notes[0].note, won);
    hidden(
        shortlists
            .edit_note((&owner).into(), id, at(2), note("No."), now())
            .await,
    );

    let other = come(&shortlists, id, &token, "Baa").await;
    hidden(shortlists.delete_note(back(&other), id, at(2), now()).await);
    conflict(
        shortlists.delete_note(back(&aama), id, at(1), now()).await,
        2,
    );
    // The owner tidies up; the author brings it back.
    shortlists
        .delete_note((&owner).into(), id, at(2), now())
        .await
        .expect("deleted");
    let view = shortlists
        .view((&owner).into(), id, now())
        .await
        .expect("a view");
    assert!(view.homes[0].notes.is_empty());
    hidden(edit(3, "Still here?").await);
    hidden(
        shortlists
            .restore_note(back(&other), id, at(3), now())
            .await,
    );
    let late = now() + SignedDuration::from_hours(30 * 24);
    hidden(shortlists.restore_note(back(&aama), id, at(3), late).await);
    let restored = shortlists.restore_note(back(&aama), id, at(3), now()).await;
    assert_eq!(restored.expect("restored").version, 4);
    hidden(shortlists.restore_note(back(&aama), id, at(4), now()).await);
    let unknown = (NoteId::from_parts(9, 9), 1);
    hidden(
        shortlists
            .delete_note((&owner).into(), id, unknown, now())
            .await,
    );
}

#[tokio::test]
async fn a_list_holds_five_hundred_notes() {
    let (_embedded, shortlists, owner, id) = family().await;
    let add = || shortlists.add_note((&owner).into(), id, (home(1), note("x")), now());
    let mut last = None;
    for _ in 0..50 {
        for added in futures::future::join_all((0..10).map(|_| add())).await {
            last = Some(added.expect("added"));
        }
    }
    assert_eq!(field(add().await), "notes");
    let last = last.expect("500 notes");
    let me = || Visitor::from(&owner);
    shortlists
        .delete_note(me(), id, (last.note_id, 1), now())
        .await
        .expect("deleted");
    add().await.expect("room again");
    let full = shortlists
        .restore_note(me(), id, (last.note_id, 2), now())
        .await;
    assert_eq!(field(full), "notes");
}

#[tokio::test]
async fn of_two_simultaneous_votes_one_is_a_conflict() {
    for _ in 0..5 {
        let (_embedded, shortlists, owner, id) = family().await;
        let vote = |version, opinion| {
            shortlists.vote((&owner).into(), id, (home(1), version), opinion, now())
        };
        let first = futures::future::join(vote(0, Opinion::Up), vote(0, Opinion::Down)).await;
        let (won, lost) = match first {
            (Ok(won), Err(lost)) | (Err(lost), Ok(won)) => (won, lost),
            other => panic!("not one of each: {other:?}"),
        };
        conflict(Err::<(), _>(lost), 1);
        let view = shortlists
            .view((&owner).into(), id, now())
            .await
            .expect("a view");
        assert_eq!(
            (view.homes[0].my_vote, view.homes[0].votes.len()),
            (Some(won), 1)
        );
        conflict(vote(5, Opinion::Up).await, 1);
        let taken_back = vote(1, Opinion::None).await.expect("taken back");
        let view = shortlists
            .view((&owner).into(), id, now())
            .await
            .expect("a view");
        assert_eq!(view.homes[0].my_vote, Some(taken_back));
        assert!(view.homes[0].votes.is_empty());
    }
    let (_embedded, shortlists, owner, id) = family().await;
    let vote =
        |home, version| shortlists.vote((&owner).into(), id, (home, version), Opinion::Up, now());
    hidden(vote(home(2), 0).await);
    conflict(vote(home(1), u64::MAX - 1).await, 0);
}
