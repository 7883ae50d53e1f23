use super::*;
use crate::testing::{broker_person, buyer, throttle};
use durbar_domain::StandardStatus;
use durbar_platform::{
    Embedded,
    audit::AuditStore,
    mail::MailSender,
    testing::{broker, embedded, listing},
};
use jiff::civil::date;

struct World {
    viewings: PrivateViewings,
    audit: AuditStore,
    home: Listing,
    embedded: Embedded,
}

async fn world() -> World {
    let embedded = embedded().await;
    let platform = embedded.platform();
    let home = Listing {
        standard_status: StandardStatus::Hold,
        ..listing(1)
    };
    let listings = ListingStore::new(platform.table.clone());
    listings.put_new(&home, &[]).await.expect("a home");
    let brokers = BrokerStore::new(platform.table.clone());
    brokers.put_new(&broker(1), &[]).await.expect("a broker");
    let mail: Arc<dyn MailSender> = Arc::new(embedded.mail().clone());
    let throttle = throttle(platform).await;
    let events = Events::default();
    World {
        viewings: PrivateViewings::new(platform, throttle, events, mail, "https://durbar.example/"),
        audit: AuditStore::new(platform.table.clone()),
        home,
        embedded,
    }
}

fn now() -> Timestamp {
    "2026-11-23T06:00:00Z".parse().expect("a time")
}

fn guest(number: u32) -> (Guest, OptOut) {
    let guest = Guest {
        name: Name::parse("name", "Maya Gurung").expect("a name"),
        email: EmailAddress::parse("email", &format!("maya{number}@example.com")).expect("one"),
    };
    let owner = Name::parse("owner", "Sita Rana").expect("a name");
    let opt_out = OptOut::new(owner, date(2026, 11, 1), date(2026, 11, 23));
    (guest, opt_out.expect("a wish"))
}

impl World {
    async fn invite(&self, number: u32) -> Result<PrivateInvitation, ServiceError> {
        let (principal, id) = (broker_person(1), self.home.listing_id);
        self.viewings
            .invite(&principal, id, guest(number), now())
            .await
    }

    /// The link in the mail that went out last.
    async fn link(&self) -> PrivateLink {
        self.viewings.settled().await;
        let mails = self.embedded.mail().list(50).await.expect("mails");
        let text = &mails.first().expect("a mail").text;
        let start = text.find(PAGE).expect("a link") + PAGE.len();
        let end = text[start..].find('\n').expect("an end") + start;
        text[start..end].parse().expect("a link of ours")
    }

    async fn set_status(&mut self, status: StandardStatus) {
        let before = self.home.version;
        self.home.version += 1;
        self.home.standard_status = status;
        let listings = ListingStore::new(self.embedded.platform().table.clone());
        let replaced = listings.replace(before, &self.home, &[]).await;
        replaced.expect("another status");
    }
}

#[tokio::test]
async fn each_look_is_counted_and_in_the_audit_trail() {
    let world = world().await;
    world.invite(1).await.expect("invited");
    let link = world.link().await;
    for looks in 1..=2 {
        let shown = world.viewings.look(&link, now()).await.expect("shown");
        let Shown::Home(home, invitation) = shown else {
            panic!("{shown:?}")
        };
        assert_eq!(home.card.listing_id, world.home.listing_id);
        assert_eq!(invitation.looks, looks);
    }
    let trail = world
        .audit
        .latest(date(2026, 11, 23), None, 10)
        .await
        .expect("the trail");
    let looks = trail
        .iter()
        .filter(|it| it.action == AuditAction::ListingViewedPrivately);
    assert_eq!(looks.count(), 2);
    let subject = Some(Subject::Listing(world.home.listing_id));
    assert!(trail.iter().all(|it| it.subject == subject));
}

#[tokio::test]
async fn looks_at_the_same_moment_are_all_counted() {
    let world = world().await;
    world.invite(1).await.expect("invited");
    let link = world.link().await;
    let looks = (0..3).map(|_| world.viewings.look(&link, now()));
    for shown in futures::future::join_all(looks).await {
        shown.expect("shown");
    }
    let (_, invitations) = world
        .viewings
        .of_listing(&broker_person(1), world.home.listing_id)
        .await
        .expect("listed");
    assert_eq!(invitations[0].looks, 3);
}

#[tokio::test]
async fn a_link_ends_when_it_is_taken_back_and_after_its_time() {
    let world = world().await;
    let first = world.invite(1).await.expect("invited");
    let link = world.link().await;
    let late = now() + PrivateInvitation::HOLDS;
    let ended = world.viewings.look(&link, late).await;
    assert!(matches!(ended, Err(ServiceError::NotFound)), "{ended:?}");
    let mine = broker_person(1);
    let revoked = world
        .viewings
        .revoke(&mine, world.home.listing_id, first.invitation_id, now());
    revoked.await.expect("taken back");
    let ended = world.viewings.look(&link, now()).await;
    assert!(matches!(ended, Err(ServiceError::NotFound)), "{ended:?}");
    world.invite(1).await.expect("invited anew");
}

#[tokio::test]
async fn a_home_on_the_market_has_its_public_page_and_one_that_has_gone_none() {
    let mut world = world().await;
    world.invite(1).await.expect("invited");
    let link = world.link().await;
    world.set_status(StandardStatus::Active).await;
    let shown = world.viewings.look(&link, now()).await.expect("shown");
    assert!(matches!(shown, Shown::Open(_)), "{shown:?}");
    let refused = world.invite(2).await;
    assert!(matches!(refused, Err(ServiceError::Invalid(_))));
    world.set_status(StandardStatus::Incomplete).await;
    let unseen = world.viewings.look(&link, now()).await;
    assert!(matches!(unseen, Err(ServiceError::NotFound)), "{unseen:?}");
    world.set_status(StandardStatus::Withdrawn).await;
    let gone = world.viewings.look(&link, now()).await;
    assert!(matches!(gone, Err(ServiceError::NotFound)), "{gone:?}");
}

#[tokio::test]
async fn few_are_invited_and_nobody_twice() {
    let world = world().await;
    for number in 0..u32::try_from(PrivateInvitation::MOST).expect("few") {
        world.invite(number).await.expect("invited");
    }
    let full = world.invite(99).await;
    assert!(matches!(full, Err(ServiceError::Invalid(_))), "{full:?}");
    let world = self::world().await;
    world.invite(1).await.expect("invited");
    let twice = world.invite(1).await;
    assert!(matches!(twice, Err(ServiceError::Invalid(_))), "{twice:?}");
}

#[tokio::test]
async fn nobody_else_invites_or_learns_of_it() {
    let world = world().await;
    let id = world.home.listing_id;
    for other in [buyer(1), broker_person(2)] {
        let invited = world.viewings.invite(&other, id, guest(1), now()).await;
        assert!(invited.is_err(), "{invited:?}");
        let listed = world.viewings.of_listing(&other, id).await;
        assert!(listed.is_err(), "{listed:?}");
    }
}
