use super::*;
use crate::{Change, Listings};
use async_trait::async_trait;
use durbar_domain::{
    Npr, PropertyId,
    event::{DomainEvent, EventDetail},
};
use durbar_platform::{
    Embedded,
    bus::{EventConsumer, InProcessBus},
    testing::{embedded, listing},
};
use tokio::sync::mpsc;

/// Notes what it is given, and fails as often as told for some listings.
struct Consumer {
    name: &'static str,
    failures: Mutex<HashMap<PropertyId, u32>>,
    handled: mpsc::UnboundedSender<(PropertyId, u64)>,
}

#[async_trait]
impl EventConsumer for Consumer {
    fn name(&self) -> &'static str {
        self.name
    }

    async fn handle(
        &self,
        event: &DomainEvent,
    ) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        let (listing_id, version) = match event.detail {
            EventDetail::ListingChanged {
                listing_id,
                version,
            }
            | EventDetail::PriceChanged {
                listing_id,
                version,
                ..
            }
            | EventDetail::StatusChanged {
                listing_id,
                version,
                ..
            } => (listing_id, version),
            _ => return Ok(()),
        };
        let mut failures = self.failures.lock().expect("no test panics holding it");
        if let Some(left) = failures.get_mut(&listing_id).filter(|left| **left > 0) {
            *left -= 1;
            return Err("not now".into());
        }
        self.handled.send((listing_id, version)).map_err(Into::into)
    }
}

struct Scene {
    _embedded: Embedded,
    listings: Listings,
    relay: Relay,
    handled: mpsc::UnboundedReceiver<(PropertyId, u64)>,
}

impl Scene {
    async fn handled(&mut self) -> Vec<(PropertyId, u64)> {
        std::iter::from_fn(|| self.handled.try_recv().ok()).collect()
    }
}

/// Listings 1 and 2, created, and a relay whose consumer fails so often for the first.
async fn scene(failures: u32, policy: RelayPolicy) -> Scene {
    let embedded = embedded().await;
    let events = Events::default();
    let listings = Listings::new(embedded.platform(), events.clone());
    for number in [1, 2] {
        listings.create(listing(number)).await.expect("created");
    }
    let (sender, handled) = mpsc::unbounded_channel();
    let failures = Mutex::new(HashMap::from([(listing(1).listing_id, failures)]));
    let consumer: Arc<dyn EventConsumer> = Arc::new(Consumer {
        name: "test",
        failures,
        handled: sender,
    });
    let relay = Relay::new(
        embedded.platform(),
        Arc::new(InProcessBus::new([consumer])),
        events,
        policy,
    );
    Scene {
        _embedded: embedded,
        listings,
        relay,
        handled,
    }
}

fn at_once(attempts: u32) -> RelayPolicy {
    RelayPolicy {
        attempts,
        first_pause: Duration::ZERO,
        ..RelayPolicy::default()
    }
}

#[tokio::test]
async fn an_event_comes_again_until_its_consumer_has_it_and_then_no_more() {
    let mut scene = scene(2, at_once(5)).await;
    let (first, second) = (listing(1).listing_id, listing(2).listing_id);
    let change = Change::Price {
        list_price: Npr::crore(8),
        on_request: false,
    };
    scene
        .listings
        .change(first, 1, change)
        .await
        .expect("changed");

    let round = scene.relay.round().await.expect("a round");
    assert_eq!(
        round,
        Round {
            published: 1,
            failed: 1,
            parked: 0,
            held: 1
        }
    );
    assert_eq!(
        scene.handled().await,
        [(second, 1)],
        "another listing isn't held up"
    );
    assert_eq!(
        scene.relay.round().await.expect("a round"),
        Round {
            failed: 1,
            held: 1,
            ..Round::default()
        }
    );
    assert_eq!(
        scene.relay.round().await.expect("a round"),
        Round {
            published: 2,
            ..Round::default()
        }
    );
    assert_eq!(
        scene.handled().await,
        [(first, 1), (first, 2)],
        "in the order in which they happened"
    );
    assert_eq!(
        scene.relay.round().await.expect("a round"),
        Round::default()
    );
}

#[tokio::test]
async fn an_event_that_always_fails_is_parked_and_lets_others_pass() {
    let mut scene = scene(3, at_once(3)).await;
    let first = listing(1).listing_id;
    let change = Change::Price {
        list_price: Npr::crore(8),
        on_request: false,
    };
    scene
        .listings
        .change(first, 1, change)
        .await
        .expect("changed");
    scene.relay.round().await.expect("first attempt");
    scene.relay.round().await.expect("second attempt");
    let third = scene.relay.round().await.expect("third attempt");
    assert_eq!(
        third,
        Round {
            published: 1,
            parked: 1,
            ..Round::default()
        }
    );
    assert!(
        scene.handled().await.contains(&(first, 2)),
        "what is behind the parked event goes on"
    );

    let mut parked = Vec::new();
    for shard in Outbox::shards() {
        parked.extend(scene.relay.outbox.parked(shard).await.expect("parked"));
    }
    assert_eq!(parked.len(), 1);
    assert_eq!(
        (parked[0].attempts, parked[0].reason.as_str()),
        (3, "test: not now")
    );
}

#[tokio::test]
async fn an_event_that_failed_waits_for_its_time() {
    let policy = RelayPolicy {
        first_pause: Duration::from_secs(3600),
        ..RelayPolicy::default()
    };
    let mut scene = scene(1, policy).await;
    assert_eq!(scene.relay.round().await.expect("a round").failed, 1);
    assert_eq!(
        scene.relay.round().await.expect("a round"),
        Round {
            held: 1,
            ..Round::default()
        }
    );
    assert_eq!(scene.handled().await.len(), 1);
    assert!(scene.relay.until_due().is_some());
}

#[tokio::test]
async fn a_write_wakes_the_relay() {
    let policy = RelayPolicy {
        poll_every: Duration::from_secs(3600),
        ..RelayPolicy::default()
    };
    let Scene {
        _embedded,
        listings,
        relay,
        mut handled,
    } = scene(0, policy).await;
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let running = tokio::spawn(async move { relay.run(async { drop(stopped.await) }).await });
    let mut seen = vec![
        handled.recv().await.expect("an event"),
        handled.recv().await.expect("an event"),
    ];
    seen.sort_unstable();
    assert_eq!(
        seen,
        [(listing(1).listing_id, 1), (listing(2).listing_id, 1)]
    );
    listings.create(listing(3)).await.expect("created");
    assert_eq!(handled.recv().await, Some((listing(3).listing_id, 1)));
    drop(stop);
    running.await.expect("it stops");
}

/// Two consumers, of which one fails so often for listing 1, and what it has had.
async fn pair(failures: u32, attempts: u32) -> (Scene, mpsc::UnboundedReceiver<(PropertyId, u64)>) {
    let mut scene = scene(0, at_once(attempts)).await;
    let consumer = |name, failures: HashMap<PropertyId, u32>| {
        let (handled, receiver) = mpsc::unbounded_channel();
        let failures = Mutex::new(failures);
        let consumer: Arc<dyn EventConsumer> = Arc::new(Consumer {
            name,
            failures,
            handled,
        });
        (consumer, receiver)
    };
    let failing = HashMap::from([(listing(1).listing_id, failures)]);
    let (well, well_had) = consumer("well", HashMap::new());
    let (ill, ill_had) = consumer("ill", failing);
    scene.relay.bus = Arc::new(InProcessBus::new([well, ill]));
    scene.handled = well_had;
    (scene, ill_had)
}

fn taken(had: &mut mpsc::UnboundedReceiver<(PropertyId, u64)>) -> Vec<u64> {
    let first = listing(1).listing_id;
    std::iter::from_fn(|| had.try_recv().ok())
        .filter(|(id, _)| *id == first)
        .map(|(_, version)| version)
        .collect()
}

async fn reprice(scene: &Scene) {
    let change = Change::Price {
        list_price: Npr::crore(8),
        on_request: false,
    };
    let changed = scene.listings.change(listing(1).listing_id, 1, change);
    changed.await.expect("changed");
}

#[tokio::test]
async fn a_consumer_that_fails_keeps_nothing_from_the_others_and_gets_all_in_order() {
    let (mut scene, mut ill) = pair(2, 5).await;
    reprice(&scene).await;
    scene.relay.round().await.expect("a round");
    assert_eq!(
        taken(&mut scene.handled),
        [1, 2],
        "the other has both at once"
    );
    assert_eq!(taken(&mut ill), [0; 0]);
    scene.relay.round().await.expect("a round");
    scene.relay.round().await.expect("a round");
    assert_eq!(taken(&mut ill), [1, 2]);
    assert_eq!(
        taken(&mut scene.handled),
        [0; 0],
        "nothing comes to it twice"
    );
    assert_eq!(
        scene.relay.round().await.expect("a round"),
        Round::default()
    );
}

#[tokio::test]
async fn what_is_parked_is_replayed_for_who_failed_alone() {
    let (mut scene, mut ill) = pair(2, 2).await;
    reprice(&scene).await;
    for _ in 0..3 {
        scene.relay.round().await.expect("a round");
    }
    assert_eq!(taken(&mut scene.handled), [1, 2]);
    assert_eq!(taken(&mut ill), [2], "what is behind goes on");
    let platform = scene._embedded.platform();
    let desk = ParkedEvents::new(platform, Events::default());
    let admin = crate::testing::admin(9);
    let parked = desk.list(&admin).await.expect("parked");
    assert_eq!(parked.len(), 1);
    assert_eq!(
        (parked[0].consumers.as_slice(), parked[0].attempts),
        (&["ill".to_owned()][..], 2)
    );
    let (id, now) = (parked[0].event.event_id, Timestamp::now());
    for who in [crate::testing::guest(), crate::testing::buyer(1)] {
        assert!(desk.list(&who).await.is_err() && desk.replay(&who, id, now).await.is_err());
    }
    desk.replay(&admin, id, now).await.expect("replayed");
    assert!(desk.replay(&admin, id, now).await.is_err(), "once");
    scene.relay.round().await.expect("a round");
    assert_eq!(taken(&mut ill), [1]);
    assert_eq!(taken(&mut scene.handled), [0; 0]);
    let trail = durbar_platform::audit::AuditStore::new(platform.table.clone());
    let today = now.to_zoned(jiff::tz::TimeZone::UTC).date();
    let entries = trail.latest(today, None, 9).await.expect("entries");
    let told: Vec<_> = entries
        .iter()
        .map(|it| (it.action, it.detail.clone()))
        .collect();
    let detail = durbar_domain::audit::Detail::parse("detail", "ListingChanged: ill").ok();
    assert_eq!(
        told,
        [(durbar_domain::audit::AuditAction::EventReplayed, detail)]
    );
}

#[tokio::test]
async fn what_is_dropped_never_comes() {
    let (mut scene, mut ill) = pair(2, 2).await;
    for _ in 0..2 {
        scene.relay.round().await.expect("a round");
    }
    let desk = ParkedEvents::new(scene._embedded.platform(), Events::default());
    let admin = crate::testing::admin(9);
    let id = desk.list(&admin).await.expect("parked")[0].event.event_id;
    desk.discard(&admin, id, Timestamp::now())
        .await
        .expect("dropped");
    assert!(desk.list(&admin).await.expect("parked").is_empty());
    scene.relay.round().await.expect("a round");
    assert_eq!(
        (taken(&mut ill), taken(&mut scene.handled)),
        (vec![], vec![1])
    );
}
