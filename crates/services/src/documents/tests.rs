use super::*;
use crate::ServiceError;
use bytes::Bytes;
use durbar_domain::{
    AccountId,
    account::{Person, Role, SubscriptionLevel},
    audit::Reason,
    broker::ApplicationState,
    policy::Refusal,
};
use durbar_platform::{
    Embedded,
    papers::PaperOwner,
    testing::{broker, embedded, listing},
};

struct World {
    documents: Documents,
    store: ListingStore,
    home: Listing,
    _embedded: Embedded,
}

async fn world() -> World {
    let embedded = embedded().await;
    let platform = embedded.platform();
    let store = ListingStore::new(platform.table.clone());
    let home = listing(1);
    store.put_new(&home, &[]).await.expect("a home");
    let brokers = BrokerStore::new(platform.table.clone());
    brokers.put_new(&broker(1), &[]).await.expect("a broker");
    World {
        documents: Documents::new(platform, Events::default()),
        store,
        home,
        _embedded: embedded,
    }
}

fn now() -> Timestamp {
    "2026-11-22T10:00:00Z".parse().expect("a time")
}

fn person(role: Role, number: u64) -> Principal {
    Principal::Person(Person {
        account_id: AccountId::from_parts(1, number.into()),
        role,
        subscription_level: SubscriptionLevel::Free,
        broker_id: (role == Role::Broker).then(|| broker(number).broker_id),
        multi_factor: true,
        seat: None,
    })
}

impl World {
    async fn send(&self, by: &Principal) -> Result<DocumentCheck, ServiceError> {
        let pages = vec![Bytes::from_static(b"%PDF-1.7 a paper"); 2];
        let id = self.home.listing_id;
        let documents = &self.documents;
        documents
            .send(by, id, Document::Lalpurja, pages, now())
            .await
    }

    async fn decide(&self, version: u64, verdict: Verdict) -> Result<(), ServiceError> {
        let (admin, id) = (person(Role::Admin, 9), self.home.listing_id);
        let documents = &self.documents;
        documents
            .decide(&admin, id, Document::Lalpurja, version, verdict, now())
            .await
    }

    async fn seen(&self) -> bool {
        let home = self.store.get(self.home.listing_id).await.expect("read");
        home.expect("a home").legal.checked.lalpurja.is_some()
    }
}

#[tokio::test]
async fn a_badge_follows_what_was_decided_last() {
    let world = world().await;
    let owner = person(Role::Broker, 1);
    let sent = world.send(&owner).await.expect("sent");
    assert_eq!((sent.papers.len(), sent.is_waiting()), (2, true));
    assert!(!world.seen().await);
    world.decide(1, Verdict::Seen).await.expect("decided");
    assert!(world.seen().await);
    let again = world.decide(2, Verdict::Seen).await;
    assert!(
        matches!(again, Err(ServiceError::Conflict { .. })),
        "{again:?}"
    );

    let next = world.send(&owner).await.expect("sent");
    assert_eq!(next.version, 3);
    assert!(
        world.seen().await,
        "until somebody has looked at the new one"
    );
    for paper in &sent.papers {
        let old = PaperOwner::Listing(world.home.listing_id);
        assert_eq!(world.documents.papers.bytes(old, *paper).await, None);
    }
    let reason = Reason::parse("reason", "Another plot.").expect("a reason");
    let stale = world.decide(2, Verdict::Refused(reason.clone())).await;
    assert!(matches!(
        stale,
        Err(ServiceError::Conflict { current_version: 3 })
    ));
    world
        .decide(3, Verdict::Refused(reason))
        .await
        .expect("decided");
    assert!(!world.seen().await);
    let (_, checks) = world
        .documents
        .of_listing(&owner, world.home.listing_id)
        .await
        .expect("read");
    assert!(matches!(checks[0].state, ApplicationState::Refused { .. }));
    let waiting = world.documents.waiting(&person(Role::Admin, 9)).await;
    assert!(waiting.expect("read").is_empty());
}

#[tokio::test]
async fn only_its_broker_sends_and_only_admins_decide() {
    let world = world().await;
    let refused = world.send(&person(Role::Broker, 2)).await;
    assert!(
        matches!(refused, Err(ServiceError::Refused(_))),
        "{refused:?}"
    );
    let refused = world.send(&Principal::Guest).await;
    assert!(
        matches!(refused, Err(ServiceError::Refused(Refusal::SignIn))),
        "{refused:?}"
    );
    let waiting = world.documents.waiting(&person(Role::Broker, 1)).await;
    assert!(matches!(waiting, Err(ServiceError::Refused(_))));
}
