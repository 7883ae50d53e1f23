//! What becomes of the homes of those who leave.

use super::*;
use durbar_domain::{
    Listing, PropertyId, account::Principal, agency::Handover, draft::Draft, history::HistoryFact,
};
use durbar_platform::agencies::AgencyStore;
use durbar_services::agencies::Leaving;
use jiff::Timestamp;

/// An agency of two: an owner, and the broker of the active home as an agent.
struct Two {
    site: TestSite,
    owner: Browser,
    agent: Browser,
    home: Listing,
    /// The owner's broker.
    heir: Broker,
}

async fn two(heir: impl Fn(&Broker) -> bool) -> Two {
    let site = TestSite::small().await;
    let home = site.home(StandardStatus::Active).clone();
    let others = brokers(&site).into_iter().skip(1);
    let heir = others.into_iter().find(|it| heir(it)).expect("a broker");
    let mut owner = started(&site, "owner@example.com", heir.broker_id).await;
    let agent = ("agent@example.com", "agent", Some(home.broker_id));
    let agent = joined(&site, &mut owner, agent).await;
    Two {
        site,
        owner,
        agent,
        home,
        heir,
    }
}

fn verified(broker: &Broker) -> bool {
    broker.license.verified.is_some()
}

async fn listing(site: &TestSite, id: PropertyId) -> Listing {
    site.services().listings.get(id).await.expect("a home")
}

async fn leaving(two: &Two, to: Option<BrokerId>) -> (Principal, Leaving) {
    let owner = owner_of(&two.site).await;
    let agencies = &two.site.services().agencies;
    let opened = agencies.open(&owner, Timestamp::now()).await;
    let leaving = Leaving {
        account_id: account_of(&two.site, "agent@example.com").await,
        version: opened.expect("an agency").agency.version,
        to,
        homes: Default::default(),
    };
    (owner, leaving)
}

fn store(two: &Two) -> AgencyStore {
    AgencyStore::new(two.site.stack.platform().table.clone())
}

async fn under_way(two: &Two) -> Vec<Handover> {
    store(two).handovers().await.expect("read")
}

#[tokio::test]
async fn homes_drafts_and_enquiries_go_to_whom_the_owner_says() {
    let mut two = two(verified).await;
    let (site, home) = (&two.site, &two.home);
    let begun = two
        .agent
        .post(site, "/broker", &[("action", "begin-draft")])
        .await;
    let draft = between(begun.header("location"), "/broker/listings/", "/");
    let id = account_of(site, "agent@example.com").await;
    let page = format!("{PAGE}/members/{id}");
    let plan = two.owner.get(site, &page).await.text();
    assert!(
        plan.contains(&format!("home.{}", home.listing_id)),
        "{plan}"
    );
    assert!(plan.contains(&format!("home.{draft}")));
    let seen = between(&plan, "name=\"version\" value=\"", "\"");
    let to = two.heir.broker_id.to_string();
    let stranger = brokers(site)
        .into_iter()
        .find(|it| it.broker_id != two.heir.broker_id && it.broker_id != home.broker_id);
    let stranger = stranger.expect("a third broker").broker_id.to_string();
    let fields = |to: &'static str| [("action", to), ("version", seen.as_str())];
    let take_out = fields("take-out-member");
    let nobody = two.owner.post(site, &page, &take_out).await;
    assert_eq!(nobody.code(), 403, "somebody has to take over");
    let far = [take_out[0], take_out[1], ("to", stranger.as_str())];
    assert_eq!(two.owner.post(site, &page, &far).await.code(), 403);
    let stale = [take_out[0], ("version", "1"), ("to", to.as_str())];
    assert_eq!(two.owner.post(site, &page, &stale).await.code(), 409);
    assert_eq!(
        listing(site, home.listing_id).await,
        *home,
        "nothing has moved"
    );

    let good = [take_out[0], take_out[1], ("to", to.as_str())];
    let done = two.owner.post(site, &page, &good).await;
    assert_eq!(done.code(), 303, "{}", done.text());
    let moved = listing(site, home.listing_id).await;
    assert_eq!(
        (moved.broker_id, moved.version),
        (two.heir.broker_id, home.version + 1)
    );
    assert_eq!(moved.standard_status, home.standard_status);
    let reader = owner_of(site).await;
    let history = site.services().drafts.history(&reader, home.listing_id);
    let facts: Vec<_> = history
        .await
        .expect("history")
        .into_iter()
        .map(|it| it.fact)
        .collect();
    let reassigned = HistoryFact::Reassigned {
        from: home.broker_id,
        to: two.heir.broker_id,
    };
    assert!(facts.contains(&reassigned), "{facts:?}");
    let drafts = site
        .services()
        .drafts
        .of_desk(&owner_of(site).await, None)
        .await;
    let drafts = drafts.expect("drafts");
    assert!(drafts.iter().any(|it| it.listing_id.to_string() == draft));

    // The one who left has nothing of it any more, nor a seat; the pages follow.
    assert_eq!(two.agent.get(site, &page).await.code(), 404);
    let edit = format!("/broker/listings/{}", home.listing_id);
    let code = two
        .agent
        .post(site, &edit, &[("action", "edit-listing")])
        .await
        .code();
    assert!(matches!(code, 403 | 404), "{code}");
    relay(site).await;
    let public = site.get(&moved.summarize().path()).await.text();
    assert!(public.contains(two.heir.name.en.as_str()), "{public}");
    let own = site
        .services()
        .brokers
        .get(home.broker_id)
        .await
        .expect("a broker");
    assert_eq!((own.agency_id, own.agency), (None, own.name));
    assert!(under_way(&two).await.is_empty());
}

#[tokio::test]
async fn a_handover_that_was_cut_off_is_finished_by_the_sweep() {
    let two = two(verified).await;
    let (site, id) = (&two.site, two.home.listing_id);
    let (owner, decided) = leaving(&two, Some(two.heir.broker_id)).await;
    let (agencies, drafts) = (&site.services().agencies, &site.services().drafts);
    let now = Timestamp::now();
    let agent = principal(site, "agent@example.com").await;
    let moved_draft = drafts.begin(&agent, None, now).await.expect("a draft");
    let other_draft = drafts.begin(&agent, None, now).await.expect("a draft");
    // The process ended behind the decision and the first thing that changed hands.
    let begun = agencies.begin_leaving(&owner, decided.clone(), now).await;
    let handover = begun.expect("begun");
    assert_eq!(under_way(&two).await, std::slice::from_ref(&handover));
    let moved_draft = Draft {
        version: 2,
        broker_id: two.heir.broker_id,
        ..moved_draft
    };
    let first = store(&two);
    let first = first.reassign((None, Some(&moved_draft)), &[], &[]);
    first.await.expect("written");
    assert_eq!(listing(site, id).await.broker_id, two.home.broker_id);
    let again = agencies.begin_leaving(&owner, decided, now).await;
    assert_eq!(
        again.map(|_| ()).map_err(|it| it.status()),
        Err(409),
        "once is enough"
    );

    assert_eq!(agencies.carry_on_all(now).await.expect("carried on"), 1);
    let moved = listing(site, id).await;
    assert_eq!(moved.broker_id, two.heir.broker_id);
    assert!(under_way(&two).await.is_empty());
    let all = drafts.of_desk(&owner, None).await.expect("drafts");
    let of = |id: PropertyId| all.iter().find(|it| it.listing_id == id).cloned();
    assert_eq!(of(moved_draft.listing_id), Some(moved_draft), "moved once");
    assert_eq!(of(other_draft.listing_id).map(|it| it.version), Some(2));
    let opened = agencies.open(&owner, now).await.expect("an agency");
    assert_eq!(opened.agency.members.len(), 1);
    let account = principal(site, "agent@example.com").await;
    assert_eq!(account.seat(), None);

    // The note was read before it went, by another process: nothing is done twice.
    agencies
        .carry_on(&handover, now)
        .await
        .expect("nothing to do");
    assert_eq!(listing(site, id).await, moved);
    assert_eq!(agencies.carry_on_all(now).await.expect("none"), 0);
}

#[tokio::test]
async fn a_home_above_the_new_brokers_licence_is_held() {
    let two = two(|broker| broker.license.verified.is_none()).await;
    let site = &two.site;
    let desk = site.services();
    let owner = owner_of(site).await;
    // Above three crore, whatever the demo market says.
    let price = durbar_services::Change::Price {
        list_price: durbar_domain::Npr::crore(9),
        on_request: false,
    };
    let id = two.home.listing_id;
    let dear = desk.listings.change(id, two.home.version, price).await;
    let dear = dear.expect("a price");
    let (_, decided) = leaving(&two, Some(two.heir.broker_id)).await;
    let left = desk.agencies.leave(&owner, decided, Timestamp::now()).await;
    left.expect("left");
    let moved = listing(site, id).await;
    assert_eq!(moved.broker_id, two.heir.broker_id);
    assert_eq!(moved.standard_status, StandardStatus::Hold);
    relay(site).await;
    assert_eq!(site.get(&dear.summarize().path()).await.code(), 404);
}

#[tokio::test]
async fn the_last_owner_stays_while_others_are_there() {
    let mut two = two(verified).await;
    let site = &two.site;
    let id = account_of(site, "owner@example.com").await;
    let page = format!("{PAGE}/members/{id}");
    let code = two.agent.get(site, &page).await.code();
    assert!(
        matches!(code, 403 | 404),
        "only owners take others out: {code}"
    );
    let seen = version(site, &mut two.owner).await;
    let to = two.home.broker_id.to_string();
    let leave = [
        ("action", "leave-agency"),
        ("version", seen.as_str()),
        ("to", to.as_str()),
    ];
    let refused = two.owner.post(site, &page, &leave).await;
    assert_eq!(refused.code(), 403);
    assert!(
        refused.text().contains("keeps an owner"),
        "{}",
        refused.text()
    );

    // The agent goes by themselves; then the owner may, and the agency ends.
    let agent = account_of(site, "agent@example.com").await;
    let own = format!("{PAGE}/members/{agent}");
    let to = two.heir.broker_id.to_string();
    let leave = [
        ("action", "leave-agency"),
        ("version", seen.as_str()),
        ("to", to.as_str()),
    ];
    let left = two.agent.post(site, &own, &leave).await;
    assert_eq!(left.code(), 303, "{}", left.text());
    let seen = version(site, &mut two.owner).await;
    let leave = [("action", "leave-agency"), ("version", seen.as_str())];
    let left = two.owner.post(site, &page, &leave).await;
    assert_eq!(left.code(), 303, "{}", left.text());
    let kept = listing(site, two.home.listing_id).await;
    assert_eq!(
        kept.broker_id, two.heir.broker_id,
        "the last one keeps the homes"
    );
    let start = two.owner.get(site, PAGE).await.text();
    assert!(start.contains("start-agency"));
}
