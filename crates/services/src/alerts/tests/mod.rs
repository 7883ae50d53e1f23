//! From a change of a home to the mail that tells of it.

mod early;
mod sending;
mod telling;

use super::{Alerts, Sent};
use crate::{
    Change, Events, Listings, Relay, RelayPolicy, SavedSearches, saved_searches::NewSavedSearch,
    testing::throttle,
};
use async_trait::async_trait;
use durbar_domain::{
    AccountId, BrokerId, Listing, Locale, Npr,
    account::{Account, EmailAddress, Person, Principal, Role, SubscriptionLevel},
    saved_search::{AlertFrequency, SavedSearch, SearchName},
    search::SearchQuery,
};
use durbar_platform::{
    Embedded, PlatformError,
    accounts::AccountStore,
    bus::{EventConsumer, InProcessBus},
    mail::{KeptMail, MailMessage, MailSender},
    testing::{account, embedded, put_account},
};
use enumset::EnumSet;
use jiff::Timestamp;
use std::{
    net::{IpAddr, Ipv4Addr},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

/// Everything between a broker's change and a mail.
pub(super) struct Scene {
    pub embedded: Embedded,
    pub listings: Listings,
    pub searches: SavedSearches,
    pub alerts: Alerts,
    pub relay: Relay,
    pub carrier: Arc<Carrier>,
}

/// Keeps mail, and fails as often as told.
#[derive(Debug)]
pub(super) struct Carrier {
    kept: durbar_platform::mail::MailFolder,
    pub failures: AtomicUsize,
    pub calls: AtomicUsize,
}

#[async_trait]
impl MailSender for Carrier {
    async fn send(&self, message: &MailMessage) -> Result<(), PlatformError> {
        self.calls.fetch_add(1, Ordering::SeqCst);
        let fails = self
            .failures
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| {
                left.checked_sub(1)
            });
        if fails.is_ok() {
            return Err(PlatformError::Service {
                operation: "sending",
                retryable: true,
                source: "not now".into(),
            });
        }
        self.kept.send(message).await
    }
}

pub(super) async fn scene() -> Scene {
    let embedded = embedded().await;
    let carrier = Arc::new(Carrier {
        kept: embedded.mail().clone(),
        failures: AtomicUsize::new(0),
        calls: AtomicUsize::new(0),
    });
    let events = Events::default();
    let platform = embedded.platform();
    let origin = "https://durbar.example";
    let alerts = Alerts::start(platform, carrier.clone(), origin);
    let consumer: Arc<dyn EventConsumer> = Arc::new(alerts.clone());
    let bus = Arc::new(InProcessBus::new([consumer]));
    let policy = RelayPolicy {
        first_pause: std::time::Duration::ZERO,
        ..RelayPolicy::default()
    };
    Scene {
        listings: Listings::new(platform, events.clone()),
        searches: SavedSearches::new(
            platform,
            events.clone(),
            throttle(platform).await,
            carrier.clone(),
            origin,
        ),
        relay: Relay::new(platform, bus, events, policy),
        alerts,
        carrier,
        embedded,
    }
}

impl Scene {
    /// An account at a level, in the table.
    pub async fn person(&self, number: u64, level: SubscriptionLevel) -> Principal {
        let account = account(number, level);
        put_account(&self.embedded.platform().table, &account).await;
        Principal::Person(Person {
            account_id: AccountId::from_parts(1, u128::from(number)),
            role: Role::Buyer,
            subscription_level: level,
            broker_id: None::<BrokerId>,
            multi_factor: false,
            seat: None,
        })
    }

    /// Gives the person of this number another level.
    pub async fn rise(&self, number: u64, level: SubscriptionLevel) {
        let store = AccountStore::new(self.embedded.platform().table.clone());
        let id = AccountId::from_parts(1, u128::from(number));
        let before = store.get(id).await.expect("read").expect("an account");
        let after = Account {
            version: before.version + 1,
            subscription_level: level,
            ..before.clone()
        };
        let written = store.replace(before.version, &after, &[]).await;
        written.expect("a new level");
    }

    pub async fn save(
        &self,
        principal: &Principal,
        query: &str,
        frequency: AlertFrequency,
    ) -> SavedSearch {
        let new = new(query, frequency);
        let saved = self.searches.create(principal, new).await.expect("saved");
        let saved = saved.search;
        // Events about other things may overtake this one.
        self.relay.round().await.expect("a round");
        saved
    }

    /// Confirms alerts for an address without an account.
    pub async fn subscribe(&self, address: &str, query: &str, frequency: AlertFrequency) {
        let address = EmailAddress::parse("email", address).expect("an address");
        let here = IpAddr::V4(Ipv4Addr::LOCALHOST);
        self.searches
            .subscribe(address, new(query, frequency), here)
            .await
            .expect("asked");
        self.searches.settled().await;
        let mails = self.mails().await;
        let (_, rest) = mails[0].text.split_once("token=").expect("a link");
        let token = rest.split_whitespace().next().expect("a secret");
        self.searches.confirm(token).await.expect("confirmed");
        self.relay.round().await.expect("a round");
    }

    /// Everything that waits is published, and what is due at once is sent.
    pub async fn settle(&self) -> Sent {
        self.relay.round().await.expect("a round");
        self.alerts.run_due(Timestamp::now()).await.expect("sent")
    }

    /// A home comes on the market, changes, and so on; gives back how it stands.
    pub async fn offer(&self, home: Listing) -> Listing {
        self.listings.create(home).await.expect("created")
    }

    pub async fn change(&self, home: &Listing, change: Change) -> Listing {
        self.listings
            .change(home.listing_id, home.version, change)
            .await
            .expect("changed")
    }

    /// Alerts, newest first.
    pub async fn mails(&self) -> Vec<KeptMail> {
        self.embedded.mail().list(1_000).await.expect("mails")
    }

    pub async fn alert_mails(&self) -> Vec<KeptMail> {
        let mut mails = self.mails().await;
        mails.retain(|mail| {
            mail.headers
                .iter()
                .any(|(name, _)| name == "List-Unsubscribe")
        });
        mails
    }
}

pub(super) fn new(query: &str, frequency: AlertFrequency) -> NewSavedSearch {
    NewSavedSearch {
        name: SearchName::parse("name", "Bhaisepati").expect("a name"),
        query: SearchQuery::parse(query).0,
        frequency,
        kinds: EnumSet::all(),
        locale: Locale::En,
    }
}

pub(super) fn price(crore: u64) -> Change {
    Change::Price {
        list_price: Npr::crore(crore),
        on_request: false,
    }
}
