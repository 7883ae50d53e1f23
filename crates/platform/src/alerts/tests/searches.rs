//! Lists of saved searches, and the links that lead to them.

use super::*;
use crate::link_token::LinkToken;
use futures::{StreamExt, TryStreamExt, stream};

#[tokio::test]
async fn a_search_is_with_its_owner_and_in_the_list_of_all() {
    let embedded = embedded().await;
    let store = SavedSearchStore::new(embedded.platform().table.clone());
    let owners = [
        SearchOwner::Account(AccountId::from_parts(1, 1)),
        SearchOwner::Address(address("anju")),
    ];
    for (owner, number) in owners.iter().zip(1..) {
        let list = store.of_owner(owner, now()).await.expect("a list");
        assert_eq!(list.searches, []);
        let saved = search(number, owner.clone());
        store.add(&list, &saved, None, &[]).await.expect("added");
        let list = store.of_owner(owner, now()).await.expect("a list");
        assert_eq!(list.searches, slice::from_ref(&saved));
        assert_eq!(
            store.get(saved.saved_search_id, now()).await.expect("read"),
            Some(saved)
        );
    }
    let all = |store: SavedSearchStore| async move {
        let shards = stream::iter(SavedSearchStore::shards());
        let pages = shards.flat_map(|shard| store.all_in(shard).boxed());
        let pages: Vec<Vec<SavedSearch>> = pages.try_collect().await.expect("all");
        pages.into_iter().flatten().count()
    };
    assert_eq!(all(store.clone()).await, 2);

    let first = search(1, owners[0].clone());
    let second = SavedSearch {
        version: 2,
        frequency: AlertFrequency::Never,
        ..first.clone()
    };
    store.replace(1, &second, &[]).await.expect("replaced");
    let stale = store.replace(1, &second, &[]).await;
    assert!(
        matches!(stale, Err(PlatformError::Conflict { current_version: 2 })),
        "{stale:?}"
    );
    store.delete(&second, &[]).await.expect("deleted");
    store.delete(&second, &[]).await.expect("deleted again");
    assert_eq!(
        store
            .of_owner(&owners[0], now())
            .await
            .expect("a list")
            .searches,
        []
    );
    assert_eq!(all(store.clone()).await, 1);
    let gone = store.replace(2, &second, &[]).await;
    assert!(
        matches!(gone, Err(PlatformError::Missing { .. })),
        "{gone:?}"
    );
}

#[tokio::test]
async fn of_two_searches_added_to_one_list_at_once_one_has_to_look_again() {
    let embedded = embedded().await;
    let store = SavedSearchStore::new(embedded.platform().table.clone());
    let owner = SearchOwner::Account(AccountId::from_parts(1, 1));
    for round in 0..3_u128 {
        let list = store.of_owner(&owner, now()).await.expect("a list");
        let adds = (0..8).map(|number| {
            let (store, list) = (store.clone(), list.clone());
            let search = search(10 * round + number, owner.clone());
            async move { store.add(&list, &search, None, &[]).await }
        });
        let outcomes = join_all(adds).await;
        assert_eq!(
            outcomes.iter().filter(|it| it.is_ok()).count(),
            1,
            "{outcomes:?}"
        );
        let others = outcomes.iter().filter(|it| it.is_err());
        assert!(
            others
                .into_iter()
                .all(|it| matches!(it, Err(PlatformError::Conflict { .. })))
        );
    }
}

#[tokio::test]
async fn what_is_not_confirmed_in_time_is_not_there_though_nothing_swept_it() {
    let embedded = embedded().await;
    let store = SavedSearchStore::new(embedded.platform().table.clone());
    let owner = SearchOwner::Address(address("anju"));
    let waiting = SavedSearch {
        confirmed_at: None,
        ..search(1, owner.clone())
    };
    let list = store.of_owner(&owner, now()).await.expect("a list");
    let end = now() + SignedDuration::from_hours(48);
    store
        .add(&list, &waiting, Some(end), &[])
        .await
        .expect("added");
    let id = waiting.saved_search_id;
    assert!(store.get(id, now()).await.expect("read").is_some());
    assert!(store.get(id, end).await.expect("read").is_none());
    assert_eq!(
        store.of_owner(&owner, end).await.expect("a list").searches,
        []
    );
    assert_eq!(store.get_many(&[id], end).await.expect("read"), []);

    let confirmed = SavedSearch {
        version: 2,
        confirmed_at: Some(now()),
        ..waiting
    };
    store.replace(1, &confirmed, &[]).await.expect("confirmed");
    assert_eq!(store.get(id, end).await.expect("read"), Some(confirmed));
}

#[tokio::test]
async fn a_removed_search_goes_by_itself_unless_it_is_brought_back_in_time() {
    let embedded = embedded().await;
    let store = SavedSearchStore::new(embedded.platform().table.clone());
    let owner = SearchOwner::Account(AccountId::from_parts(1, 1));
    let read = |time| {
        let (store, owner) = (store.clone(), owner.clone());
        async move { store.of_owner(&owner, time).await.expect("a list") }
    };
    let saved = search(1, owner.clone());
    let before = read(now()).await;
    store.add(&before, &saved, None, &[]).await.expect("added");
    let removed = SavedSearch {
        version: 2,
        removed_at: Some(now()),
        ..saved.clone()
    };
    let end = now() + SignedDuration::from_hours(1);
    let done = store.replace_until(1, &removed, end, &[]).await;
    done.expect("removed");
    assert_eq!(read(now()).await.searches, slice::from_ref(&removed));
    assert_eq!(read(end).await.searches, []);

    let back = SavedSearch {
        version: 3,
        ..saved
    };
    let stale = store.restore(&before, 2, &back, &[]).await;
    assert!(
        matches!(stale, Err(PlatformError::Conflict { .. })),
        "another was added since: {stale:?}"
    );
    let list = read(now()).await;
    let done = store.restore(&list, 2, &back, &[]).await;
    done.expect("brought back");
    assert_eq!(read(end).await.searches, [back], "for good");
}

#[tokio::test]
async fn of_a_link_only_a_hash_is_written_and_it_ends() {
    let embedded = embedded().await;
    let table = embedded.platform().table.clone();
    let store = SavedSearchStore::new(table.clone());
    let link = Link::Stop {
        saved_search_ids: vec![SavedSearchId::from_parts(1, 1)],
    };
    let end = now() + SignedDuration::from_hours(1);
    let token = store.new_link(&link, end).await.expect("a link");
    assert_eq!(
        store.link(&token, now()).await.expect("read"),
        Some(link.clone())
    );
    assert_eq!(store.link(&token, end).await.expect("read"), None);
    assert_eq!(
        store.link(&LinkToken::random(), now()).await.expect("read"),
        None
    );
    let again = store.new_link(&link, end).await.expect("a link");
    assert_ne!(again.reveal(), token.reveal());
    let item = table
        .get(key(AlertKey::Link(token.digest())))
        .await
        .expect("read");
    assert!(!format!("{item:?}").contains(&token.reveal()));
}
