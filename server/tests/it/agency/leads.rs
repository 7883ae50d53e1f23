//! Who answers an enquiry.

use super::*;
use crate::support::response::TestResponse;

/// A guest asks about the active home; gives the thread's address with its secret.
async fn asked(site: &TestSite) -> String {
    let home = site.home(StandardStatus::Active).listing_id.to_string();
    let address = format!("/enquiries/new?home={home}");
    let mut guest = Browser::default();
    let page = guest.get(site, &address).await.text();
    let key = between(&page, "name=\"form_key\" value=\"", "\"");
    let fields = [
        ("action", "ask-question"),
        ("home", home.as_str()),
        ("form_key", key.as_str()),
        ("name", "Prakash Rai"),
        ("email", "prakash@example.com"),
        ("phone", "9800000009"),
        ("choice", "viber"),
        ("text", "Is there water?"),
    ];
    let sent = guest.post(site, &address, &fields).await;
    assert_eq!(sent.code(), 303, "{}", sent.text());
    sent.header("location").to_owned()
}

async fn assign(
    site: &TestSite,
    browser: &mut Browser,
    thread: &str,
    (version, to): (&str, &str),
) -> TestResponse {
    let fields = [
        ("action", "assign-enquiry"),
        ("version", version),
        ("in_charge", to),
    ];
    browser.post(site, thread, &fields).await
}

async fn mails_to(site: &TestSite, email: &str) -> Vec<String> {
    relay(site).await;
    let folder = site.stack.mail_folder().expect("embedded mode keeps mail");
    let mails = folder.list(50).await.expect("the mails");
    let to = mails.into_iter().filter(|mail| mail.to == email);
    to.map(|mail| mail.subject).collect()
}

#[tokio::test]
async fn an_owner_puts_a_member_in_charge_and_the_buyer_sees_who_answers() {
    let site = TestSite::small().await;
    let brokers = brokers(&site);
    let mut owner = started(&site, "owner@example.com", brokers[0].broker_id).await;
    let agent = ("agent@example.com", "agent", Some(brokers[1].broker_id));
    let mut agent = joined(&site, &mut owner, agent).await;
    let mut stranger = started(&site, "far@example.com", brokers[2].broker_id).await;
    let guest = asked(&site).await;
    let thread = guest.split('?').next().expect("a path").to_owned();
    for browser in [&mut agent, &mut stranger] {
        assert_eq!(browser.get(&site, &thread).await.code(), 404, "not theirs");
    }
    let id = account_of(&site, "agent@example.com").await.to_string();
    let far = account_of(&site, "far@example.com").await.to_string();
    let page = owner.get(&site, &thread).await.text();
    assert!(
        page.contains("assign-enquiry") && page.contains(&id),
        "{page}"
    );
    let code = assign(&site, &mut stranger, &thread, ("1", &far))
        .await
        .code();
    assert_eq!(code, 404, "another agency learns of nothing");
    let code = assign(&site, &mut owner, &thread, ("1", &far)).await.code();
    assert_eq!(code, 409, "nobody of another agency");
    let done = assign(&site, &mut owner, &thread, ("1", &id)).await;
    assert_eq!(done.code(), 303, "{}", done.text());
    let stale = assign(&site, &mut owner, &thread, ("1", "")).await.code();
    assert_eq!(stale, 409);
    let told = mails_to(&site, "agent@example.com").await;
    assert!(
        told.iter().any(|it| it.starts_with("You are in charge")),
        "{told:?}"
    );

    let inbox = agent.get(&site, "/account/enquiries").await.text();
    assert!(inbox.contains(&thread), "{inbox}");
    let page = agent.get(&site, &thread).await;
    assert_eq!(page.code(), 200);
    assert!(!page.text().contains("assign-enquiry"));
    let code = assign(&site, &mut agent, &thread, ("2", "")).await.code();
    assert_eq!(code, 403, "who is in charge is an owner's to say");
    let answer = [("action", "write"), ("text", "Yes, the municipal line.")];
    assert_eq!(agent.post(&site, &thread, &answer).await.code(), 303);
    let seen = Browser::default().get(&site, &guest).await.text();
    // All test accounts have this name.
    assert!(
        seen.contains("Maya Karki") && seen.contains("municipal line"),
        "{seen}"
    );

    // What comes back goes to the one in charge.
    let key = between(&format!("{guest}&"), "key=", "&");
    let more = [
        ("action", "write"),
        ("text", "And the road?"),
        ("key", &key),
    ];
    let before = mails_to(&site, "agent@example.com").await.len();
    let sent = Browser::default().post(&site, &guest, &more).await;
    assert_eq!(sent.code(), 303);
    assert_eq!(mails_to(&site, "agent@example.com").await.len(), before + 1);

    // Taken back, the thread is closed to the agent again.
    let page = owner.get(&site, &thread).await.text();
    let seen = between(&page, "name=\"version\" value=\"", "\"");
    let done = assign(&site, &mut owner, &thread, (&seen, "")).await;
    assert_eq!(done.code(), 303, "{}", done.text());
    assert_eq!(agent.get(&site, &thread).await.code(), 404);
}

#[tokio::test]
async fn an_assistant_answers_for_the_brokers_and_leaves_nothing_behind() {
    let site = TestSite::small().await;
    let brokers = brokers(&site);
    let mut owner = started(&site, "owner@example.com", brokers[0].broker_id).await;
    let helper = ("helper@example.com", "assistant", None);
    let mut helper = joined(&site, &mut owner, helper).await;
    let guest = asked(&site).await;
    let thread = guest.split('?').next().expect("a path").to_owned();
    let inbox = helper.get(&site, "/account/enquiries").await.text();
    assert!(inbox.contains(&thread), "{inbox}");
    let answer = [("action", "write"), ("text", "Good morning.")];
    assert_eq!(helper.post(&site, &thread, &answer).await.code(), 303);
    let id = account_of(&site, "helper@example.com").await;
    let done = assign(&site, &mut owner, &thread, ("2", &id.to_string())).await;
    assert_eq!(done.code(), 303, "{}", done.text());

    let page = format!("{PAGE}/members/{id}");
    let seen = version(&site, &mut owner).await;
    let out = [("action", "take-out-member"), ("version", seen.as_str())];
    let gone = owner.post(&site, &page, &out).await;
    assert_eq!(gone.code(), 303, "{}", gone.text());
    assert_eq!(helper.get(&site, &thread).await.code(), 404);
    assert_eq!(helper.get(&site, "/broker").await.code(), 404);
    let thread_page = owner.get(&site, &thread).await.text();
    let chosen = format!("value=\"{id}\" selected");
    assert!(!thread_page.contains(&chosen), "{thread_page}");
}
