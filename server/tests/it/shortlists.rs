//! Lists that a family looks at together, over HTTP: with an account, by a link without one,
//! and what is left when the link is revoked.

use crate::support::{
    SITE, TestSite,
    forms::{Browser, form},
    people::{between, signed_in},
};
use durbar_domain::{StandardStatus, account::Role};

/// The owner's browser, the path of their list with one home in it, and that home.
async fn family(site: &TestSite) -> (Browser, String, String) {
    let mut owner = signed_in(site, "anju@example.com", Role::Buyer, None).await;
    let home = site.home(StandardStatus::Active).listing_id.to_string();
    // The way of whoever has scripting off: from the home's page to the account's.
    let ids = [home.parse().expect("an id")];
    let cards = site.services().listings.published_cards(&ids).await;
    let path = cards.expect("read")[0].path();
    let page = site.get(&path).await;
    assert!(page.text().contains("/account/shortlists?add=prp_"));
    let wanted = format!("/account/shortlists?add={home}");
    let page = owner.get(site, &wanted).await.text();
    assert!(
        page.contains(&format!("name=\"listing\" value=\"{home}\"")),
        "{page}"
    );
    let fields = [
        ("action", "create-shortlist"),
        ("name", "Ours"),
        ("listing", &home),
    ];
    let made = owner.post(site, &wanted, &fields).await;
    assert_eq!(made.code(), 303, "{}", made.text());
    let list = made.header("location").to_owned();
    assert!(owner.get(site, &list).await.text().contains(&home));
    (owner, list, home)
}

/// A new link of the list, as a path.
async fn link(site: &TestSite, owner: &mut Browser, list: &str, right: &str) -> String {
    let made = owner
        .post(site, list, &[("action", "invite"), ("right", right)])
        .await;
    let page = made.text();
    let link = between(&page, "id=\"link\" type=\"text\" readonly value=\"", "\"");
    assert!(
        !owner.get(site, list).await.text().contains(&link),
        "told once"
    );
    link.strip_prefix(SITE)
        .expect("a link of this site")
        .to_owned()
}

/// Takes part under a name.
async fn join(site: &TestSite, guest: &mut Browser, link: &str, name: &str) {
    let joined = guest
        .post(site, link, &[("action", "join-shortlist"), ("name", name)])
        .await;
    assert_eq!(joined.code(), 303, "{}", joined.text());
    assert_eq!(joined.header("location"), link);
    let cookie = joined.header("set-cookie");
    for part in [
        "__Host-durbar-list-",
        "; HttpOnly",
        "; Secure",
        "; SameSite=Lax",
        "; Path=/;",
    ] {
        assert!(cookie.contains(part), "{cookie}");
    }
}

#[tokio::test]
async fn a_guest_comments_by_the_link_until_it_is_revoked() {
    let (site, mut guest) = (TestSite::small().await, Browser::default());
    let (mut owner, list, home) = family(&site).await;
    let link = link(&site, &mut owner, &list, "comment").await;
    let page = guest.get(&site, &link).await;
    assert_eq!(
        (page.code(), page.header("cache-control")),
        (200, "no-store")
    );
    assert_eq!(page.header("referrer-policy"), "same-origin");
    let text = page.text();
    assert!(
        text.contains("content=\"noindex, follow\"") && text.contains(&home),
        "{text}"
    );
    assert!(!text.contains("value=\"vote\""), "only under a name");
    let secret = link.rsplit('/').next().expect("a secret");
    for tag in ["canonical", "og:url"] {
        let (_, after) = text.split_once(tag).expect("a tag");
        assert!(!after[..200].contains(secret), "{tag} tells the link");
    }
    let vote = [
        ("action", "vote"),
        ("listing", &home),
        ("version", "0"),
        ("opinion", "up"),
    ];
    assert_eq!(guest.post(&site, &link, &vote).await.code(), 403);
    let unnamed = guest
        .post(&site, &link, &[("action", "join-shortlist"), ("name", " ")])
        .await;
    assert!(unnamed.code() == 400 && unnamed.text().contains("id=\"name-error\""));
    let elsewhere = form(&link, &vote, "https://elsewhere.example", "");
    assert_eq!(site.send(elsewhere).await.code(), 403);

    join(&site, &mut guest, &link, "Aama").await;
    assert_eq!(guest.post(&site, &link, &vote).await.code(), 303);
    let text = "Near the <b>temple</b>.\nQuiet.";
    let note = [("action", "add-note"), ("listing", &home), ("text", text)];
    let added = guest.post(&site, &link, &note).await;
    assert_eq!(added.header("location"), format!("{link}#{home}"));
    let page = owner.get(&site, &list).await.text();
    assert!(page.contains("Near the &lt;b>temple") || page.contains("Near the &lt;b&gt;temple"));
    assert!(page.contains("For it: Aama"), "{page}");
    // The owner's own page is not the link's: nor may a guest do there what owners do.
    assert_eq!(guest.get(&site, &list).await.code(), 303);
    let take_out = [("action", "remove-home"), ("listing", home.as_str())];
    assert_eq!(guest.post(&site, &link, &take_out).await.code(), 400);
    let sent_away = guest.post(&site, &list, &take_out).await;
    assert!(sent_away.header("location").starts_with("/account/sign-in"));
    // Another browser with the link alone looks on without the guest's name.
    let stranger = Browser::default().get(&site, &link).await.text();
    assert!(!stranger.contains("value=\"edit-note\"") && stranger.contains("Aama"));

    let page = owner.get(&site, &list).await.text();
    let invitation = between(&page, "name=\"invitation\" value=\"", "\"");
    let revoke = [
        ("action", "revoke-invitation"),
        ("invitation", invitation.as_str()),
    ];
    assert_eq!(owner.post(&site, &list, &revoke).await.code(), 303);
    let gone = guest.get(&site, &link).await;
    assert_eq!(gone.code(), 404);
    assert!(!gone.text().contains("Aama") && !gone.text().contains("Ours"));
    assert_eq!(guest.post(&site, &link, &note).await.code(), 404);
    let never = format!("/lists/{}.{}", &secret[..61], "A".repeat(43));
    for address in [never.as_str(), "/lists/nothing", "/ne/lists/a.b.c"] {
        assert_eq!(guest.get(&site, address).await.code(), 404, "{address}");
    }
}

#[tokio::test]
async fn what_is_removed_can_be_brought_back() {
    let (site, mut guest) = (TestSite::small().await, Browser::default());
    let (mut owner, list, home) = family(&site).await;
    let link = link(&site, &mut owner, &list, "comment").await;
    join(&site, &mut guest, &link, "Aama").await;
    let note = [
        ("action", "add-note"),
        ("listing", &home),
        ("text", "Near the temple."),
    ];
    guest.post(&site, &link, &note).await;
    let page = guest.get(&site, &link).await.text();
    let id = between(&page, "name=\"note\" value=\"", "\"");
    let edit = [
        ("action", "edit-note"),
        ("note", id.as_str()),
        ("version", "1"),
        ("text", "Near the stupa."),
    ];
    assert_eq!(
        owner.post(&site, &list, &edit).await.code(),
        409,
        "somebody else's"
    );
    assert_eq!(guest.post(&site, &link, &edit).await.code(), 303);
    let late = guest.post(&site, &link, &edit).await;
    assert_eq!(late.code(), 409);
    assert!(late.text().contains("Near the stupa.") && late.text().contains("role=\"alert\""));
    let delete = [
        ("action", "delete-note"),
        ("note", id.as_str()),
        ("version", "2"),
    ];
    let deleted = guest.post(&site, &link, &delete).await;
    let told = deleted.header("location").to_owned();
    let page = guest.get(&site, &told).await.text();
    assert!(!page.contains("Near the stupa.") && page.contains("value=\"restore-note\""));
    let version = between(
        &page,
        &format!("value=\"{id}\"><input type=\"hidden\" name=\"version\" value=\""),
        "\"",
    );
    let restore = [
        ("action", "restore-note"),
        ("note", id.as_str()),
        ("version", version.as_str()),
    ];
    assert_eq!(guest.post(&site, &told, &restore).await.code(), 303);
    assert!(
        guest
            .get(&site, &link)
            .await
            .text()
            .contains("Near the stupa.")
    );

    let take_out = [("action", "remove-home"), ("listing", home.as_str())];
    let taken = owner.post(&site, &list, &take_out).await;
    let page = owner.get(&site, taken.header("location")).await.text();
    assert!(page.contains("value=\"put-back-home\"") && !page.contains("Near the stupa."));
    let back = [("action", "put-back-home"), ("listing", home.as_str())];
    assert_eq!(owner.post(&site, &list, &back).await.code(), 303);
    let page = owner.get(&site, &list).await.text();
    assert!(page.contains("Near the stupa."), "with its notes");

    let delete = [("action", "delete-shortlist"), ("version", "1")];
    let deleted = owner.post(&site, &list, &delete).await;
    assert_eq!(guest.get(&site, &link).await.code(), 404);
    let page = owner.get(&site, deleted.header("location")).await.text();
    let id = between(&page, "name=\"list\" value=\"", "\"");
    let restore = [("action", "restore-shortlist"), ("list", id.as_str())];
    assert_eq!(
        owner
            .post(&site, "/account/shortlists", &restore)
            .await
            .code(),
        303
    );
    assert_eq!(guest.get(&site, &link).await.code(), 200);
}

#[tokio::test]
async fn a_link_to_look_lets_nobody_comment_and_an_account_joins_by_it() {
    let (site, mut guest) = (TestSite::small().await, Browser::default());
    let (mut owner, list, home) = family(&site).await;
    let look = link(&site, &mut owner, &list, "view").await;
    let page = guest.get(&site, &look).await.text();
    assert!(
        page.contains(&home) && !page.contains("value=\"join-shortlist\""),
        "{page}"
    );
    let mut bikash = signed_in(&site, "bikash@example.com", Role::Buyer, None).await;
    assert_eq!(
        bikash.get(&site, &list).await.code(),
        404,
        "not shared by its address"
    );
    let page = bikash.get(&site, &look).await.text();
    assert!(page.contains("value=\"join-shortlist\""), "{page}");
    let joined = bikash
        .post(&site, &look, &[("action", "join-shortlist")])
        .await;
    assert_eq!(joined.header("location"), list);
    assert!(
        joined.headers.get("set-cookie").is_none(),
        "an account needs none"
    );
    assert_eq!(bikash.get(&site, &list).await.code(), 200);
    let again = bikash.get(&site, &look).await;
    assert_eq!(
        (again.code(), again.header("location")),
        (303, list.as_str())
    );
    let note = [("action", "add-note"), ("listing", &home), ("text", "Hm.")];
    assert_eq!(bikash.post(&site, &list, &note).await.code(), 403);
    let rename = [
        ("action", "rename-shortlist"),
        ("version", "1"),
        ("name", "Mine"),
    ];
    assert_eq!(bikash.post(&site, &list, &rename).await.code(), 403);
}

#[tokio::test]
async fn islands_put_homes_into_lists_of_who_is_signed_in_alone() {
    let site = TestSite::small().await;
    let (mut owner, _, home) = family(&site).await;
    let ways = format!("/api/shortlists?listing_id={home}");
    let nobody = site.get(&ways).await;
    assert_eq!((nobody.code(), nobody.text().as_str()), (200, "null"));
    let told = owner.get(&site, &ways).await;
    assert_eq!(told.header("cache-control"), "no-store");
    let lists: serde_json::Value = serde_json::from_str(&told.text()).expect("JSON");
    assert_eq!(
        (&lists[0]["name"], &lists[0]["has_home"]),
        (&"Ours".into(), &true.into())
    );
    let mut other = signed_in(&site, "bikash@example.com", Role::Buyer, None).await;
    let theirs = other.get(&site, &ways).await;
    assert_eq!(theirs.text(), "[]");
}
