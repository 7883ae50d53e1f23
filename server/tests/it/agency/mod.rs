//! Agencies over HTTP: who gets in, what each role may do, and what nobody may.

mod calendar;
mod leads;
mod leaving;

use crate::support::{
    TestSite,
    forms::Browser,
    people::{add_second_factor, between, signed_in},
};
use durbar_domain::{
    BrokerId, StandardStatus,
    account::{EmailAddress, Person, Principal, Role, SubscriptionLevel},
    agency::AgencyRole,
    broker::Broker,
};
use durbar_services::ServiceError;
use jiff::{SignedDuration, Timestamp};

const PAGE: &str = "/broker/agency";

/// Signed in with the second factor.
async fn person(site: &TestSite, email: &str, broker: Option<BrokerId>) -> Browser {
    let role = match broker {
        Some(_) => Role::Broker,
        None => Role::Buyer,
    };
    let mut browser = signed_in(site, email, role, broker).await;
    add_second_factor(site, &mut browser, email).await;
    browser
}

/// Brokers of the demo market, the one of the active home first.
fn brokers(site: &TestSite) -> Vec<Broker> {
    let first = site.home(StandardStatus::Active).broker_id;
    let mut brokers = site.market.brokers.clone();
    brokers.sort_by_key(|broker| broker.broker_id != first);
    brokers
}

async fn relay(site: &TestSite) {
    let round = site.stack.relay().round().await;
    round.expect("a round of the relay");
}

/// Starts an agency with a broker as its owner.
async fn started(site: &TestSite, email: &str, broker: BrokerId) -> Browser {
    let mut owner = person(site, email, Some(broker)).await;
    let fields = [
        ("action", "start-agency"),
        ("name_en", "Sagarmatha Estates"),
        ("name_ne", "सगरमाथा इस्टेट"),
        ("office", "Lazimpat, Kathmandu"),
        ("phone", "9800000001"),
    ];
    let answer = owner.post(site, PAGE, &fields).await;
    assert_eq!(answer.code(), 303, "{}", answer.text());
    owner
}

/// Invites somebody; gives the path of the link in the mail.
async fn invited(site: &TestSite, owner: &mut Browser, email: &str, role: &str) -> String {
    let fields = [
        ("action", "invite-member"),
        ("email", email),
        ("role", role),
    ];
    let answer = owner.post(site, PAGE, &fields).await;
    assert_eq!(answer.code(), 303, "{}", answer.text());
    site.services().agencies.settled().await;
    let folder = site.stack.mail_folder().expect("embedded mode keeps mail");
    let mails = folder.list(50).await.expect("the mails");
    let mail = mails.iter().find(|mail| mail.to == email).expect("a mail");
    let path = between(&mail.text, "/broker/agency/join/", "\n");
    format!("/broker/agency/join/{}", path.trim())
}

/// Invites somebody who accepts.
async fn joined(
    site: &TestSite,
    owner: &mut Browser,
    (email, role, broker): (&str, &str, Option<BrokerId>),
) -> Browser {
    let link = invited(site, owner, email, role).await;
    let mut member = person(site, email, broker).await;
    let answer = member.post(site, &link, &[("action", "join-agency")]).await;
    assert_eq!(answer.code(), 303, "{}", answer.text());
    member
}

/// The version of the agency as its page carries it.
async fn version(site: &TestSite, browser: &mut Browser) -> String {
    let page = browser.get(site, PAGE).await.text();
    between(&page, "name=\"version\" value=\"", "\"")
}

/// The account of an address.
async fn account_of(site: &TestSite, email: &str) -> durbar_domain::AccountId {
    let table = site.stack.platform().table.clone();
    let store = durbar_platform::accounts::AccountStore::new(table);
    let address = durbar_domain::account::EmailAddress::parse("email", email);
    let owner = store.owner(&address.expect("an address")).await;
    owner.expect("read").expect("an account")
}

#[tokio::test]
async fn an_agency_is_started_by_a_broker_with_the_second_factor_alone() {
    let site = TestSite::small().await;
    let broker = brokers(&site)[0].clone();
    assert_eq!(site.get(PAGE).await.code(), 303, "a guest signs in first");
    let mut buyer = person(&site, "maya@example.com", None).await;
    assert_eq!(buyer.get(&site, PAGE).await.code(), 404);
    let fields = [("action", "start-agency"), ("name_en", "Mine")];
    assert_eq!(buyer.post(&site, PAGE, &fields).await.code(), 404);
    let id = Some(broker.broker_id);
    let mut half = signed_in(&site, "half@example.com", Role::Broker, id).await;
    assert_eq!(half.get(&site, PAGE).await.code(), 403);
    assert_eq!(half.post(&site, PAGE, &fields).await.code(), 403);

    let mut owner = person(&site, "owner@example.com", id).await;
    let wrong = owner.post(&site, PAGE, &fields).await;
    assert_eq!(wrong.code(), 400, "names, office and number are needed");
    drop(owner);
    let mut owner = started(&site, "second@example.com", broker.broker_id).await;
    let page = owner.get(&site, PAGE).await.text();
    assert!(
        page.contains("Sagarmatha Estates") && page.contains("Lazimpat"),
        "{page}"
    );
    relay(&site).await;
    let public = site.get(&broker.path()).await.text();
    assert!(public.contains("Sagarmatha Estates"), "{public}");
    let home = site.home(StandardStatus::Active).summarize().path();
    let nepali = site.get(&format!("/ne{home}")).await.text();
    assert!(nepali.contains("सगरमाथा इस्टेट"));
    let again = [
        ("action", "start-agency"),
        ("name_en", "Another"),
        ("name_ne", "अर्को"),
        ("office", "Patan"),
        ("phone", "9800000001"),
    ];
    assert_eq!(
        owner.post(&site, PAGE, &again).await.code(),
        403,
        "one at a time"
    );
}

#[tokio::test]
async fn invitations_are_counted_also_those_taken_back() {
    let site = TestSite::small().await;
    let broker = brokers(&site)[0].broker_id;
    let mut browser = started(&site, "owner@example.com", broker).await;
    let account_id = account_of(&site, "owner@example.com").await;
    let table = site.stack.platform().table.clone();
    let accounts = durbar_platform::accounts::AccountStore::new(table);
    let account = accounts.get(account_id).await.expect("read");
    let owner = Principal::Person(Person {
        account_id,
        role: Role::Broker,
        subscription_level: SubscriptionLevel::Free,
        broker_id: Some(broker),
        seat: account.expect("an account").seat,
        multi_factor: true,
    });
    let agencies = &site.services().agencies;
    // One moment for all of them: no hour of the clock ends between two.
    let now = Timestamp::now();
    let invite = |number: u32| {
        let email = EmailAddress::parse("email", &format!("guest{number}@example.com"));
        agencies.invite(&owner, (email.expect("an address"), AgencyRole::Agent), now)
    };
    for number in 0..20 {
        let sent = invite(number).await.expect("it is sent");
        let taken_back = agencies.revoke(&owner, sent.invitation_id).await;
        taken_back.expect("it is taken back");
    }
    let refused = invite(20).await;
    assert!(
        matches!(refused, Err(ServiceError::TooMany { .. })),
        "{refused:?}"
    );
    assert!(!browser.get(&site, PAGE).await.text().contains("guest19@"));
    let later = now + SignedDuration::from_hours(1);
    let email = EmailAddress::parse("email", "guest@example.com").expect("an address");
    let invited = agencies.invite(&owner, (email, AgencyRole::Agent), later);
    invited.await.expect("another hour");
}

#[tokio::test]
async fn an_invitation_is_for_one_address_and_good_once() {
    let site = TestSite::small().await;
    let brokers = brokers(&site);
    let mut owner = started(&site, "owner@example.com", brokers[0].broker_id).await;
    let link = invited(&site, &mut owner, "anju@example.com", "assistant").await;
    let mut stranger = person(&site, "stranger@example.com", None).await;
    let join = [("action", "join-agency")];
    let refused = stranger.post(&site, &link, &join).await;
    assert_eq!(refused.code(), 403);
    assert!(
        refused.text().contains("for another address"),
        "{}",
        refused.text()
    );
    assert_eq!(site.get(&link).await.code(), 303, "a guest signs in first");

    let mut anju = person(&site, "anju@example.com", None).await;
    let page = anju.get(&site, &link).await;
    assert!(page.code() == 200 && page.text().contains("Sagarmatha Estates"));
    assert_eq!(anju.post(&site, &link, &join).await.code(), 303);
    let replayed = anju.post(&site, &link, &join).await.code();
    assert_eq!(replayed, 404, "a replayed invitation");
    assert_eq!(anju.get(&site, &link).await.code(), 404);
    assert_eq!(stranger.get(&site, &link).await.code(), 404);
    let members = anju.get(&site, PAGE).await.text();
    assert!(members.contains("Assistant") && !members.contains("invite-member"));

    let link = invited(&site, &mut owner, "bina@example.com", "agent").await;
    let mut bina = person(&site, "bina@example.com", None).await;
    let refused = bina.post(&site, &link, &join).await;
    assert_eq!(refused.code(), 403, "an agent acts as a broker");
    let page = owner.get(&site, PAGE).await.text();
    let id = between(&page, "name=\"invitation\" value=\"", "\"");
    let revoke = [("action", "revoke-member-invitation"), ("invitation", &id)];
    assert_eq!(anju.post(&site, PAGE, &revoke).await.code(), 403);
    assert_eq!(bina.get(&site, &link).await.code(), 200, "it still holds");
    assert_eq!(owner.post(&site, PAGE, &revoke).await.code(), 303);
    assert_eq!(bina.get(&site, &link).await.code(), 404, "taken back");
    let changed = format!("{}x", &link[..link.len() - 1]);
    assert_eq!(bina.get(&site, &changed).await.code(), 404);
}

#[tokio::test]
async fn roles_are_given_by_owners_and_never_over_a_newer_version() {
    let site = TestSite::small().await;
    let brokers = brokers(&site);
    let mut owner = started(&site, "owner@example.com", brokers[0].broker_id).await;
    let agent = ("agent@example.com", "agent", Some(brokers[1].broker_id));
    let mut agent = joined(&site, &mut owner, agent).await;
    let id = account_of(&site, "agent@example.com").await.to_string();
    let own = account_of(&site, "owner@example.com").await.to_string();
    let seen = version(&site, &mut owner).await;
    let role = |member: &str, role: &str, version: &str| {
        [
            ("action", "set-member-role".to_owned()),
            ("member", member.to_owned()),
            ("role", role.to_owned()),
            ("version", version.to_owned()),
        ]
    };
    let post = async |browser: &mut Browser, fields: [(&str, String); 4]| {
        let fields = fields.each_ref().map(|(name, text)| (*name, text.as_str()));
        browser.post(&site, PAGE, &fields).await.code()
    };
    assert_eq!(
        post(&mut agent, role(&id, "owner", &seen)).await,
        403,
        "an agent"
    );
    assert_eq!(
        post(&mut owner, role(&own, "agent", &seen)).await,
        403,
        "the last owner"
    );
    assert_eq!(post(&mut owner, role(&id, "owner", &seen)).await, 303);
    assert_eq!(
        post(&mut owner, role(&id, "agent", &seen)).await,
        409,
        "a stale page"
    );
    let elsewhere = signed_in(&site, "far@example.com", Role::Buyer, None).await;
    drop(elsewhere);
    let far = account_of(&site, "far@example.com").await.to_string();
    let seen = version(&site, &mut owner).await;
    assert_eq!(
        post(&mut owner, role(&far, "agent", &seen)).await,
        409,
        "no member"
    );
    // The new owner may do what an owner may, at once.
    assert_eq!(post(&mut agent, role(&own, "agent", &seen)).await, 303);
    assert_eq!(post(&mut owner, role(&own, "owner", &seen)).await, 403);
}

#[tokio::test]
async fn an_assistant_writes_and_an_agent_keeps_to_their_own() {
    let site = TestSite::small().await;
    let home = site.home(StandardStatus::Active).clone();
    let brokers = brokers(&site);
    let mut owner = started(&site, "owner@example.com", brokers[0].broker_id).await;
    let helper = ("helper@example.com", "assistant", None);
    let mut helper = joined(&site, &mut owner, helper).await;
    let agent = ("agent@example.com", "agent", Some(brokers[1].broker_id));
    let mut agent = joined(&site, &mut owner, agent).await;
    let mut stranger = person(&site, "far@example.com", Some(brokers[2].broker_id)).await;
    let desk = format!("/broker?of={}", home.broker_id);
    let page = format!("/broker/listings/{}", home.listing_id);
    for (browser, code) in [(&mut helper, 200), (&mut agent, 404), (&mut stranger, 404)] {
        assert_eq!(browser.get(&site, &desk).await.code(), code);
    }
    let seen = helper.get(&site, &page).await;
    assert_eq!(seen.code(), 200);
    assert!(
        !seen.text().contains("change-price"),
        "nothing that is refused is offered"
    );
    let price = [
        ("action", "change-price"),
        ("version", &home.version.to_string()),
        ("list_price", "2 crore"),
    ];
    let status = [
        ("action", "change-status"),
        ("version", &home.version.to_string()),
        ("to", "withdrawn"),
    ];
    for fields in [&price, &status] {
        assert_eq!(helper.post(&site, &page, fields).await.code(), 403);
        for browser in [&mut agent, &mut stranger] {
            let code = browser.post(&site, &page, fields).await.code();
            assert!(matches!(code, 403 | 404), "{code}");
        }
    }
    let unchanged = site.services().listings.get(home.listing_id).await;
    assert_eq!(unchanged.expect("a home"), home);
    let edit = [("action", "edit-listing")];
    let code = agent.post(&site, &page, &edit).await.code();
    assert!(matches!(code, 403 | 404), "{code}");
    let begun = helper.post(&site, &page, &edit).await;
    assert_eq!(begun.code(), 303, "{}", begun.text());
    let review = format!("{page}/review");
    let submit = [("action", "submit-draft"), ("version", "1")];
    assert_eq!(helper.post(&site, &review, &submit).await.code(), 403);
    let whole = helper.get(&site, &review).await.text();
    assert!(!whole.contains("submit-draft"), "{whole}");
    let new = [
        ("action", "begin-draft"),
        ("of", &home.broker_id.to_string()),
    ];
    assert_eq!(
        agent.post(&site, "/broker", &new).await.code(),
        409,
        "not the agent's to do"
    );
    let begun = helper.post(&site, "/broker", &new).await;
    assert_eq!(begun.code(), 303, "{}", begun.text());
    let theirs = site
        .services()
        .drafts
        .of_desk(&owner_of(&site).await, None)
        .await;
    assert_eq!(
        theirs.expect("drafts").len(),
        2,
        "one changes a home, one is new"
    );
    // An owner may do all of it for the agent.
    let of_agent = format!("/broker?of={}", brokers[1].broker_id);
    assert_eq!(owner.get(&site, &of_agent).await.code(), 200);
    let of_stranger = format!("/broker?of={}", brokers[2].broker_id);
    assert_eq!(owner.get(&site, &of_stranger).await.code(), 404);
}

#[tokio::test]
async fn what_is_another_brokers_needs_the_second_factor_of_everybody() {
    let site = TestSite::small().await;
    let home = site.home(StandardStatus::Active).clone();
    let mut owner = started(&site, "owner@example.com", home.broker_id).await;
    let link = invited(&site, &mut owner, "helper@example.com", "assistant").await;
    let mut helper = signed_in(&site, "helper@example.com", Role::Buyer, None).await;
    let join = [("action", "join-agency")];
    assert_eq!(helper.post(&site, &link, &join).await.code(), 303);
    let page = format!("/broker/listings/{}", home.listing_id);
    for address in ["/broker", page.as_str(), "/broker/calendar"] {
        assert_eq!(helper.get(&site, address).await.code(), 403, "{address}");
    }
    let edit = [("action", "edit-listing")];
    assert_eq!(helper.post(&site, &page, &edit).await.code(), 403);
    add_second_factor(&site, &mut helper, "helper@example.com").await;
    assert_eq!(helper.post(&site, &page, &edit).await.code(), 303);
}

/// The owner as use cases know them.
async fn owner_of(site: &TestSite) -> durbar_domain::account::Principal {
    principal(site, "owner@example.com").await
}

/// Somebody with the second factor, as they stand now.
async fn principal(site: &TestSite, email: &str) -> durbar_domain::account::Principal {
    let id = account_of(site, email).await;
    let table = site.stack.platform().table.clone();
    let store = durbar_platform::accounts::AccountStore::new(table);
    let account = store.get(id).await.expect("read").expect("an account");
    let person = account.person(true, jiff::Timestamp::now());
    durbar_domain::account::Principal::Person(person)
}
