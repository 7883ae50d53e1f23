//! Limits, double opt-in, links that need no sign-in, and what is kept of a person.

use super::*;
use crate::{
    accounts::{AccountError, IdentityError},
    testing::{buyer, guest, throttle},
};
use durbar_domain::{
    account::{EmailAddress, Person, Principal},
    error::Problem,
};
use durbar_platform::{Embedded, mail::KeptMail, testing::embedded};
use futures::future::join_all;
use jiff::SignedDuration;
use std::{
    net::{IpAddr, Ipv4Addr},
    slice,
};

const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

struct Scene {
    embedded: Embedded,
    searches: SavedSearches,
}

async fn scene() -> Scene {
    let embedded = embedded().await;
    let (platform, mail) = (embedded.platform(), Arc::new(embedded.mail().clone()));
    let throttle = throttle(platform).await;
    let origin = "https://durbar.example";
    let searches = SavedSearches::new(platform, Events::default(), throttle, mail, origin);
    Scene { embedded, searches }
}

impl Scene {
    async fn mails(&self) -> Vec<KeptMail> {
        self.searches.settled().await;
        self.embedded.mail().list(100).await.expect("mails")
    }

    /// Asks for alerts to an address.
    async fn ask(&self, to: &str, query: &str) {
        let asked = self.searches.subscribe(address(to), new(query), HERE).await;
        asked.expect("asked");
    }

    /// Asks for alerts and gives back the secret in the mail, the only one with these words
    /// that is not in `known`.
    async fn asked(&self, to: &str, query: &str) -> String {
        let before: Vec<_> = self.mails().await.into_iter().map(|it| it.id).collect();
        self.ask(to, query).await;
        let mails = self.mails().await;
        let mail = mails.iter().find(|mail| !before.contains(&mail.id));
        token_in(&mail.expect("a mail").text)
    }
}

/// The secret in a mail.
fn token_in(text: &str) -> String {
    let (_, rest) = text.split_once("token=").expect("a link");
    rest.split_whitespace().next().expect("a secret").to_owned()
}

fn new(query: &str) -> NewSavedSearch {
    NewSavedSearch {
        name: SearchName::parse("name", "Gardens in Sanepa").expect("a name"),
        query: SearchQuery::parse(query).0,
        frequency: AlertFrequency::Instant,
        kinds: EnumSet::all(),
        locale: Locale::En,
    }
}

fn address(text: &str) -> EmailAddress {
    EmailAddress::parse("email", text).expect("an address")
}

fn lent(text: &str) -> SearchOwner {
    SearchOwner::Address(address(text))
}

fn at_level(principal: Principal, level: SubscriptionLevel) -> Principal {
    match principal {
        Principal::Person(person) => Principal::Person(Person {
            subscription_level: level,
            ..person
        }),
        Principal::Guest => principal,
    }
}

#[tokio::test]
async fn a_search_is_saved_changed_and_removed_by_its_owner_alone() {
    let scene = scene().await;
    let searches = &scene.searches;
    let (anju, bina) = (buyer(1), buyer(2));
    let query = "in=sanepa&page=3&sort=price-low";
    let saved = searches.create(&anju, new(query)).await.expect("saved");
    assert!(!saved.repeated);
    let saved = saved.search;
    assert_eq!(saved.query.to_query_string(), "in=sanepa");
    assert!(
        saved.is_active(),
        "the account's address is confirmed already"
    );
    let again = searches.create(&anju, new("in=sanepa&page=2")).await;
    let again = again.expect("the same");
    assert!(again.repeated && again.search == saved);
    let list = searches.list(&anju).await.expect("a list");
    assert_eq!(list.saved, slice::from_ref(&saved));
    assert_eq!(
        searches.list(&bina).await.expect("a list"),
        Overview::default()
    );

    let id = saved.saved_search_id;
    let edit = |who: &Principal, version| {
        let (who, name) = (*who, saved.name.clone());
        async move {
            let kinds = EnumSet::only(AlertKind::PriceChange);
            searches
                .edit(&who, (id, version), name, AlertFrequency::Weekly, kinds)
                .await
        }
    };
    let refused = edit(&bina, 1).await;
    assert!(
        matches!(refused, Err(ServiceError::NotFound)),
        "nobody learns that it is there"
    );
    searches.remove(&bina, id).await.expect("nothing happens");
    let refused = searches.restore(&bina, id).await;
    assert!(matches!(refused, Err(ServiceError::NotFound)));
    let changed = edit(&anju, 1).await.expect("changed");
    assert_eq!((changed.version, changed.created_at), (2, saved.created_at));
    let stale = edit(&anju, 1).await;
    assert!(
        matches!(stale, Err(ServiceError::Conflict { current_version: 2 })),
        "{stale:?}"
    );
    let refused = searches.create(&guest(), new("")).await;
    assert!(
        matches!(refused, Err(ServiceError::Refused(Refusal::SignIn))),
        "{refused:?}"
    );
    assert_eq!(scene.mails().await, []);
}

#[tokio::test]
async fn a_removed_search_can_be_brought_back_where_there_is_room() {
    let scene = scene().await;
    let searches = &scene.searches;
    let anju = buyer(1);
    let saved = searches.create(&anju, new("in=sanepa")).await;
    let saved = saved.expect("saved").search;
    let id = saved.saved_search_id;
    searches.remove(&anju, id).await.expect("removed");
    searches.remove(&anju, id).await.expect("removed again");
    let list = searches.list(&anju).await.expect("a list");
    assert_eq!((list.saved.len(), list.removed.len()), (0, 1));
    assert!(!list.removed[0].is_active());
    searches.restore(&anju, id).await.expect("brought back");
    searches.restore(&anju, id).await.expect("once more");
    let list = searches.list(&anju).await.expect("a list");
    assert_eq!((list.saved.len(), list.removed.len()), (1, 0));
    assert!(list.saved[0].is_active() && list.saved[0].query == saved.query);

    searches.remove(&anju, id).await.expect("removed");
    for number in 0..SubscriptionLevel::Free.entitlements().saved_searches {
        let created = searches.create(&anju, new(&format!("beds={number}"))).await;
        created.expect("its place is free");
    }
    let refused = searches.restore(&anju, id).await;
    assert!(
        matches!(refused, Err(ServiceError::Refused(Refusal::Upgrade(_)))),
        "{refused:?}"
    );
}

#[tokio::test]
async fn a_level_limits_how_many_are_saved_even_at_once() {
    let scene = scene().await;
    let searches = &scene.searches;
    let saves = (0..12).map(|number| {
        let query = format!("beds={number}");
        async move { searches.create(&buyer(1), new(&query)).await }
    });
    let outcomes = join_all(saves).await;
    let most = usize::from(SubscriptionLevel::Free.entitlements().saved_searches);
    let saved = searches.list(&buyer(1)).await.expect("a list").saved.len();
    assert!(saved <= most, "{saved} of {most}");
    assert_eq!(saved, outcomes.iter().filter(|it| it.is_ok()).count());
    for number in saved..most {
        let created = searches
            .create(&buyer(1), new(&format!("baths={number}")))
            .await;
        created.expect("saved");
    }
    let refused = searches.create(&buyer(1), new("in=tokha")).await;
    let upgrade = Refusal::Upgrade(SubscriptionLevel::Gold);
    assert!(
        matches!(refused, Err(ServiceError::Refused(it)) if it == upgrade),
        "{refused:?}"
    );
    let gold = at_level(buyer(1), SubscriptionLevel::Gold);
    let more = searches.create(&gold, new("in=tokha")).await;
    more.expect("more at a higher level");

    let platinum = at_level(buyer(2), SubscriptionLevel::Platinum);
    for number in 0..100 {
        let created = searches.create(&platinum, new(&format!("min_built={}", number + 1)));
        created.await.expect("saved");
    }
    let refused = searches.create(&platinum, new("in=tokha")).await;
    let Err(ServiceError::Invalid(errors)) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(errors[0].problem, Problem::TooMany { max: 100 });
}

#[tokio::test]
async fn an_address_hears_nothing_until_it_confirms() {
    let scene = scene().await;
    let searches = &scene.searches;
    let token = scene.asked("Anju@Example.com", "in=sanepa").await;
    let mails = scene.mails().await;
    assert_eq!((mails.len(), mails[0].to.as_str()), (1, "anju@example.com"));
    assert!(
        mails[0]
            .text
            .contains("https://durbar.example/alerts/confirm?token=")
    );
    let waiting = searches.export_of(&lent("anju@example.com")).await;
    let waiting = waiting.expect("export");
    assert!(!waiting[0].is_active());

    let target = searches.link_target(&token).await.expect("a target");
    assert_eq!(
        target,
        LinkTarget::Confirm(Box::new(waiting[0].clone())),
        "looking changes nothing"
    );
    let confirmed = searches.confirm(&token).await.expect("confirmed");
    assert!(confirmed.is_active() && confirmed.version == 2);
    assert_eq!(
        searches.confirm(&token).await.expect("confirmed again"),
        confirmed
    );
    let wrong = searches.stop(&token).await;
    assert!(
        matches!(wrong, Err(ServiceError::NotFound)),
        "it is for something else"
    );
    for bad in [
        "",
        "x",
        "../..",
        &"A".repeat(43),
        &token[1..],
        &format!("{token} "),
    ] {
        let refused = searches.confirm(bad).await;
        assert!(matches!(refused, Err(ServiceError::NotFound)), "{bad}");
    }
}

#[tokio::test]
async fn every_question_for_an_address_is_answered_alike_and_by_one_mail() {
    let scene = scene().await;
    let searches = &scene.searches;
    let first = scene.asked("a@b.np", "in=sanepa").await;
    let second = scene.asked("a@b.np", "in=sanepa&page=2").await;
    for token in [&first, &second] {
        searches.confirm(token).await.expect("of the same search");
    }
    let stop = scene.asked("a@b.np", "in=sanepa").await;
    assert!(matches!(
        searches.link_target(&stop).await,
        Ok(LinkTarget::Stop(it)) if it.len() == 1
    ));
    let mails = scene.mails().await;
    assert_eq!(mails.len(), 3);
    assert!(mails.iter().any(|it| it.text.contains("/alerts/stop?")));
}

#[tokio::test]
async fn an_address_has_as_many_as_the_free_level_and_strangers_cannot_use_them_up() {
    let scene = scene().await;
    let searches = &scene.searches;
    let most = SubscriptionLevel::Free.entitlements().saved_searches;
    let mut tokens = Vec::new();
    // Whoever else asks fills no place: only what is confirmed counts.
    for number in 0..=most {
        let asked = scene.asked("a@b.np", &format!("beds={number}")).await;
        tokens.push(asked);
    }
    let last = tokens.pop().expect("a secret");
    for token in &tokens {
        searches.confirm(token).await.expect("confirmed");
    }
    let refused = searches.confirm(&last).await;
    assert!(
        matches!(refused, Err(ServiceError::Invalid(_))),
        "{refused:?}"
    );
    let stop = scene.asked("a@b.np", "in=tokha").await;
    let target = searches.link_target(&stop).await.expect("a target");
    assert!(
        matches!(&target, LinkTarget::Stop(it) if it.len() == usize::from(most)),
        "{target:?}"
    );
}

#[tokio::test]
async fn no_mailbox_is_flooded() {
    let scene = scene().await;
    for number in 0..5 {
        scene.ask("a@b.np", &format!("beds={number}")).await;
    }
    let subscribe = |to: &str, client| {
        scene
            .searches
            .subscribe(address(to), new("in=tokha"), client)
    };
    let refused = subscribe("a@b.np", HERE).await;
    assert!(
        matches!(
            refused,
            Err(AccountError::Identity(
                IdentityError::TooManyAttempts { .. }
            ))
        ),
        "{refused:?}"
    );
    assert_eq!(scene.mails().await.len(), 5);
    let client = IpAddr::V4(Ipv4Addr::new(203, 0, 113, 9));
    for number in 0..30 {
        let asked = subscribe(&format!("n{number}@b.np"), client).await;
        asked.expect("asked");
    }
    subscribe("other@b.np", client)
        .await
        .expect_err("too many from one client");
}

#[tokio::test]
async fn nobody_can_have_us_write_their_words_to_strangers() {
    let scene = scene().await;
    for text in ["a\r\nBcc: b@c.np", "\u{202e}evil", ""] {
        assert!(SearchName::parse("name", text).is_err(), "{text:?}");
    }
    let hostile = NewSavedSearch {
        name: SearchName::parse("name", "Buy at evil.example").expect("words"),
        ..new("q=evil.example")
    };
    let asked = scene.searches.subscribe(address("a@b.np"), hostile, HERE);
    asked.await.expect("asked");
    let mail = &scene.mails().await[0];
    assert_eq!(mail.to, "a@b.np");
    assert!(!mail.text.contains("evil") && !mail.subject.contains("evil"));
}

#[tokio::test]
async fn one_click_ends_mails_without_signing_in_and_as_often_as_it_is_clicked() {
    let scene = scene().await;
    let searches = &scene.searches;
    let kept = searches.create(&buyer(1), new("in=sanepa")).await;
    let kept = kept.expect("saved").search;
    let token = scene.asked("a@b.np", "in=sanepa").await;
    let theirs = searches.confirm(&token).await.expect("confirmed");
    let link = durbar_platform::alerts::Link::Stop {
        saved_search_ids: vec![kept.saved_search_id, theirs.saved_search_id],
    };
    let end = Timestamp::now() + SignedDuration::from_hours(1);
    let token = searches.store.new_link(&link, end).await.expect("a link");
    let token = token.reveal();

    let LinkTarget::Stop(active) = searches.link_target(&token).await.expect("a target") else {
        panic!("it is a link that ends mails");
    };
    assert_eq!(active.len(), 2);
    assert_eq!(searches.stop(&token).await.expect("ended").len(), 2);
    assert_eq!(searches.stop(&token).await.expect("ended again"), []);
    assert_eq!(
        searches.link_target(&token).await.expect("a target"),
        LinkTarget::Stop(Vec::new())
    );
    let list = searches.list(&buyer(1)).await.expect("a list").saved;
    assert_eq!(
        list[0].frequency,
        AlertFrequency::Never,
        "an account keeps its search"
    );
    let address = durbar_platform::keys::Digest::of(b"a@b.np");
    let everything = scene.embedded.everything().await;
    assert!(!everything.contains(&address.to_string()) && !everything.contains("a@b.np"));
}

#[tokio::test]
async fn what_is_kept_of_a_person_is_handed_out_and_erased() {
    let scene = scene().await;
    let searches = &scene.searches;
    let saved = searches.create(&buyer(1), new("in=sanepa")).await;
    let saved = saved.expect("saved").search;
    let owner = saved.owner.clone();
    let export = searches.export_of(&owner).await.expect("export");
    assert_eq!(export, [saved]);
    let token = scene.asked("a@b.np", "").await;
    let (of_link, export) = searches.of_link(&token).await.expect("export");
    assert_eq!((of_link, export.len()), (lent("a@b.np"), 1));
    searches.erase_of_link(&token).await.expect("erased");
    for owner in [&owner, &lent("a@b.np")] {
        searches.erase_of(owner).await.expect("erased");
        let again = searches.erase_of(owner).await;
        again.expect("erased again");
        assert_eq!(searches.export_of(owner).await.expect("export"), []);
    }
    let gone = searches.confirm(&token).await;
    assert!(matches!(gone, Err(ServiceError::NotFound)), "{gone:?}");
    let everything = scene.embedded.everything().await;
    assert!(!everything.contains("a@b.np"));
    let created = searches.create(&buyer(1), new("in=sanepa")).await;
    created.expect("a new start");
}
