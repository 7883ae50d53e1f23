//! Links and members: what each right gives, and that it ends when it should.

use super::*;
use durbar_domain::{
    InvitationId,
    policy::Relation,
    shortlist::{Invitation, MemberId, Opinion},
};

#[tokio::test]
async fn nobody_else_learns_that_a_list_is_there() {
    let (_embedded, shortlists, owner, id) = family().await;
    let other = buyer(2);
    for stranger in [&other, GUEST] {
        hidden(shortlists.view(stranger.into(), id, now()).await);
        hidden(
            shortlists
                .rename(stranger, id, 1, list_name("x"), now())
                .await,
        );
        hidden(shortlists.delete(stranger, id, 1, now()).await);
        hidden(shortlists.invite(stranger, id, Right::View, now()).await);
        let me = || Visitor::from(stranger);
        hidden(shortlists.add_home(me(), id, home(2), now()).await);
        hidden(
            shortlists
                .add_note(me(), id, (home(1), note("x")), now())
                .await,
        );
        hidden(
            shortlists
                .vote(me(), id, (home(1), 0), Opinion::Up, now())
                .await,
        );
        hidden(shortlists.join(me(), id, name("x"), now()).await);
    }
    let view = shortlists.overview(&other, now()).await.expect("lists");
    assert_eq!(view, Overview::default());
    assert!(shortlists.overview(GUEST, now()).await.is_err());
    // A link of another list, and tokens nobody was given.
    let theirs = shortlists
        .create(&other, list_name("Theirs"), name("B"), now())
        .await
        .expect("a list");
    let foreign = link(&shortlists, &other, theirs.shortlist_id, Right::Comment).await;
    hidden(shortlists.view(by_link(GUEST, &foreign), id, now()).await);
    let own = link(&shortlists, &owner, id, Right::Comment).await;
    let guessed = InvitationToken {
        secret: durbar_platform::link_token::LinkToken::random(),
        ..own.clone()
    };
    hidden(shortlists.view(by_link(GUEST, &guessed), id, now()).await);
    assert_eq!(own.reveal().parse(), Ok(own));
    for bad in [
        "",
        ".",
        "inv_x.y",
        "a.b.c",
        "\0",
        "inv_00000000010000000000000001.",
    ] {
        assert_eq!(bad.parse::<InvitationToken>(), Err(TokenError), "{bad:?}");
    }
}

#[tokio::test]
async fn a_link_lets_look_and_a_name_lets_comment_where_the_link_says_so() {
    let (_embedded, shortlists, owner, id) = family().await;
    let tokens = [
        link(&shortlists, &owner, id, Right::View).await,
        link(&shortlists, &owner, id, Right::Comment).await,
    ];
    for token in &tokens {
        let visitor = by_link(GUEST, token);
        let view = shortlists.view(visitor, id, now()).await.expect("a view");
        assert_eq!((view.relation, view.me), (Relation::SharedToView, None));
        assert!(view.invitations.is_empty(), "the owner's alone");
        refused(
            shortlists
                .add_note(visitor, id, (home(1), note("x")), now())
                .await,
        );
        refused(shortlists.add_home(visitor, id, home(2), now()).await);
    }
    let viewer = come(&shortlists, id, &tokens[0], "Hajurba").await;
    refused(
        shortlists
            .vote(back(&viewer), id, (home(1), 0), Opinion::Up, now())
            .await,
    );
    let aama = come(&shortlists, id, &tokens[1], "Aama").await;
    let aama: GuestToken = aama.reveal().parse().expect("a token reads back");
    shortlists
        .vote(back(&aama), id, (home(1), 0), Opinion::Up, now())
        .await
        .expect("voted");
    let text = (home(1), note("Near the temple."));
    shortlists
        .add_note(back(&aama), id, text, now())
        .await
        .expect("a note");
    refused(
        shortlists
            .remove_home(back(&aama), id, home(1), now())
            .await,
    );
    refused(
        shortlists
            .invite(GUEST, id, Right::View, now())
            .await
            .map_err(|_| ServiceError::Refused(Refusal::SignIn)),
    );
    let view = shortlists
        .view((&owner).into(), id, now())
        .await
        .expect("a view");
    let names: Vec<_> = view.members.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names.len(), 3);
    assert!(names.contains(&"Aama") && names.contains(&"Hajurba"));
    assert_eq!(view.homes[0].notes[0].author, Some(name("Aama")));
    assert_eq!(
        (view.homes[0].votes.len(), view.homes[0].my_vote),
        (1, None)
    );
    assert_eq!(view.invitations.len(), 2);
}

#[tokio::test]
async fn a_revoked_link_ends_for_guests_at_once_and_accounts_stay_until_removed() {
    let (_embedded, shortlists, owner, id) = family().await;
    let token = link(&shortlists, &owner, id, Right::Comment).await;
    let other = link(&shortlists, &owner, id, Right::View).await;
    let aama = come(&shortlists, id, &token, "Aama").await;
    let baa = come(&shortlists, id, &other, "Baa").await;
    let bikash = buyer(2);
    let joined = shortlists
        .join(by_link(&bikash, &token), id, name("Bikash"), now())
        .await;
    assert!(
        joined.expect("joined").token.is_none(),
        "an account needs none"
    );
    let text = (home(1), note("Light."));
    shortlists
        .add_note(back(&aama), id, text, now())
        .await
        .expect("a note");

    let view = shortlists
        .view((&owner).into(), id, now())
        .await
        .expect("a view");
    let links: Vec<InvitationId> = view.invitations.iter().map(|it| it.invitation_id).collect();
    refused(shortlists.revoke(&bikash, id, links[0], now()).await);
    for _ in 0..2 {
        shortlists
            .revoke(&owner, id, token.id, now())
            .await
            .expect("revoked");
    }
    hidden(
        shortlists
            .revoke(&owner, id, InvitationId::from_parts(9, 9), now())
            .await,
    );
    hidden(shortlists.view(back(&aama), id, now()).await);
    hidden(
        shortlists
            .add_note(back(&aama), id, (home(1), note("x")), now())
            .await,
    );
    hidden(shortlists.view(by_link(GUEST, &token), id, now()).await);
    hidden(
        shortlists
            .join(by_link(GUEST, &token), id, name("New"), now())
            .await,
    );
    shortlists
        .view(back(&baa), id, now())
        .await
        .expect("another link holds");
    let view = shortlists
        .view((&bikash).into(), id, now())
        .await
        .expect("a view");
    assert_eq!(view.relation, Relation::SharedToComment);
    assert_eq!(view.homes[0].notes.len(), 1, "what was written stays");
    let lists = shortlists.overview(&bikash, now()).await.expect("lists");
    assert_eq!(lists.shared.len(), 1);

    let member = MemberId::Account(bikash.person().expect("a person").account_id);
    refused(
        shortlists
            .remove_member(back(&baa), id, member, now())
            .await,
    );
    for _ in 0..2 {
        shortlists
            .remove_member((&owner).into(), id, member, now())
            .await
            .expect("removed");
    }
    hidden(shortlists.view((&bikash).into(), id, now()).await);
    let lists = shortlists.overview(&bikash, now()).await.expect("lists");
    assert_eq!(lists, Overview::default());
}

#[tokio::test]
async fn a_link_and_its_guests_end_after_ninety_days() {
    let (_embedded, shortlists, owner, id) = family().await;
    let token = link(&shortlists, &owner, id, Right::Comment).await;
    let aama = come(&shortlists, id, &token, "Aama").await;
    let end = now() + Invitation::HOLDS;
    hidden(shortlists.view(back(&aama), id, end).await);
    hidden(shortlists.view(by_link(GUEST, &token), id, end).await);
    shortlists
        .view((&owner).into(), id, end)
        .await
        .expect("the owner's stays");
}

#[tokio::test]
async fn joining_again_keeps_the_greater_right_and_the_owner_stays_as_they_are() {
    let (_embedded, shortlists, owner, id) = family().await;
    let view = link(&shortlists, &owner, id, Right::View).await;
    let comment = link(&shortlists, &owner, id, Right::Comment).await;
    let bikash = buyer(2);
    let mut rights = Vec::new();
    for token in [&view, &comment, &view] {
        let joined = shortlists
            .join(by_link(&bikash, token), id, name("Bikash"), now())
            .await;
        rights.push(joined.expect("joined").member.right);
    }
    assert_eq!(rights, [Right::View, Right::Comment, Right::Comment]);
    let as_owner = shortlists
        .join(by_link(&owner, &view), id, name("X"), now())
        .await;
    assert_eq!(as_owner.expect("the owner").member.name, name("Anju"));
    // A guest who comes again by a link is still the same.
    let aama = come(&shortlists, id, &comment, "Aama").await;
    let again = Visitor {
        invitation: Some(&comment),
        ..back(&aama)
    };
    let joined = shortlists.join(again, id, name("Aama again"), now()).await;
    let joined = joined.expect("joined");
    assert_eq!((joined.member.name, joined.token), (name("Aama"), None));
    let seen = shortlists
        .view((&owner).into(), id, now())
        .await
        .expect("a view");
    assert_eq!(seen.members.len(), 3);
    let own = MemberId::Account(owner.person().expect("a person").account_id);
    refused(
        shortlists
            .remove_member((&owner).into(), id, own, now())
            .await,
    );
    let me = seen
        .members
        .iter()
        .find(|it| it.name == name("Aama"))
        .expect("Aama");
    shortlists
        .remove_member(back(&aama), id, me.member_id, now())
        .await
        .expect("left");
    hidden(shortlists.view(back(&aama), id, now()).await);
}

#[tokio::test]
async fn there_are_at_most_fifty_members_and_twenty_links() {
    let (_embedded, shortlists, owner, id) = family().await;
    let token = link(&shortlists, &owner, id, Right::View).await;
    for _ in 0..4 {
        let many = (0..12).map(|_| come(&shortlists, id, &token, "Cousin"));
        futures::future::join_all(many).await;
    }
    let join = || shortlists.join(by_link(GUEST, &token), id, name("Late"), now());
    let (one, two) = futures::future::join(join(), join()).await;
    assert_eq!(usize::from(one.is_ok()) + usize::from(two.is_ok()), 1);
    assert_eq!(field(join().await), "members");
    for _ in 1..20 {
        link(&shortlists, &owner, id, Right::View).await;
    }
    let full = shortlists.invite(&owner, id, Right::View, now()).await;
    assert_eq!(field(full), "invitations");
    shortlists
        .revoke(&owner, id, token.id, now())
        .await
        .expect("revoked");
    link(&shortlists, &owner, id, Right::View).await;
}
