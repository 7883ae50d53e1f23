//! What is kept of an account, handed out and deleted.

use super::*;
use durbar_domain::shortlist::Opinion;

#[tokio::test]
async fn an_account_is_exported_and_erased_whole_and_nothing_of_another() {
    let (embedded, shortlists, owner, id) = family().await;
    let token = link(&shortlists, &owner, id, Right::Comment).await;
    let bikash = buyer(2);
    let account = bikash.person().expect("a person").account_id;
    let text = account.to_string();
    let theirs = shortlists
        .create(&bikash, list_name("Theirs"), name("Bikash"), now())
        .await
        .expect("a list");
    let back_link = link(&shortlists, &bikash, theirs.shortlist_id, Right::Comment).await;
    let visits = [
        (&bikash, &token, id),
        (&owner, &back_link, theirs.shortlist_id),
    ];
    for (who, token, list) in visits {
        shortlists
            .join(by_link(who, token), list, name("B"), now())
            .await
            .expect("joined");
    }
    let me = || Visitor::from(&bikash);
    shortlists
        .add_note(me(), id, (home(1), note("Far.")), now())
        .await
        .expect("a note");
    let gone = shortlists
        .add_note(me(), id, (home(1), note("Old.")), now())
        .await;
    let gone = gone.expect("a note");
    shortlists
        .delete_note(me(), id, (gone.note_id, 1), now())
        .await
        .expect("deleted");
    shortlists
        .vote(me(), id, (home(1), 0), Opinion::Down, now())
        .await
        .expect("voted");
    // Removed from the list, they are still its notes' author.
    let member = durbar_domain::shortlist::MemberId::Account(account);
    shortlists
        .remove_member((&owner).into(), id, member, now())
        .await
        .expect("removed");

    let export = shortlists.export_of(account).await.expect("exported");
    assert_eq!(export["owned"].as_array().map(Vec::len), Some(1));
    assert_eq!(export["shared"][0]["name"], "Ours");
    assert_eq!(
        export["shared"][0]["notes"].as_array().map(Vec::len),
        Some(2)
    );
    assert_eq!(
        export["shared"][0]["votes"].as_array().map(Vec::len),
        Some(1)
    );
    assert!(!export.to_string().contains("Anju"), "{export}");

    let erased = shortlists.erase_of(account).await.expect("erased");
    assert!(erased.len() > 5, "{erased:?}");
    let left = crate::testing::keys(&embedded).await;
    let list = theirs.shortlist_id.to_string();
    assert!(
        left.iter()
            .all(|key| !key.contains(&text) && !key.contains(&list)),
        "{left:?}"
    );
    assert!(
        shortlists
            .erase_of(account)
            .await
            .expect("again")
            .is_empty()
    );
    let view = shortlists
        .view((&owner).into(), id, now())
        .await
        .expect("a view");
    assert_eq!((view.homes.len(), view.members.len()), (1, 1));
    assert!(view.homes[0].notes.is_empty() && view.homes[0].votes.is_empty());
}

#[tokio::test]
async fn a_member_who_is_erased_leaves_the_homes_they_added_and_frees_their_place() {
    let (embedded, shortlists, owner, id) = family().await;
    let token = link(&shortlists, &owner, id, Right::Comment).await;
    let bikash = buyer(2);
    let account = bikash.person().expect("a person").account_id;
    let joined = shortlists.join(by_link(&bikash, &token), id, name("B"), now());
    joined.await.expect("joined");
    let by = durbar_domain::shortlist::MemberId::Account(account);
    let entry = durbar_domain::shortlist::Entry {
        listing_id: home(2),
        added_by: Some(by),
        added_at: now(),
    };
    let store = ShortlistStore::new(embedded.platform().table.clone());
    store.add_home(id, &entry).await.expect("added");
    shortlists.erase_of(account).await.expect("erased");
    let view = shortlists
        .view((&owner).into(), id, now())
        .await
        .expect("a view");
    assert_eq!(view.homes.len(), 2);
    assert!(
        view.homes
            .iter()
            .all(|home| home.entry.added_by != Some(by))
    );
    let contents = store.contents(id).await.expect("read").expect("a list");
    let text = serde_json::to_string(&contents).expect("it serialises");
    assert!(!text.contains(&account.to_string()), "{text}");
}
