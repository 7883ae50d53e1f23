//! What stands behind HTTP: table and objects, the use cases on them, and what runs beside
//! the requests: the relay of events and the writing of views.

mod background;
mod store;

pub use store::{Identity, Store};

use crate::{
    eraser::Eraser,
    error::StartError,
    pages::{invalidation::PageInvalidation, versions::TagVersions},
};
use durbar_platform::{
    Embedded, Platform,
    bus::{EventConsumer, InProcessBus},
    mail::MailFolder,
    signer::Signer,
};
use durbar_services::{
    Accounts, Alerts, Brokers, Enquiries, Events, Favorites, Listings, PersonalData, Premium,
    Relay, RelayPolicy, SavedSearches, Services, Shortlists, Subscriptions, Views,
    enquiries::mail::EnquiryMail,
    search::Search,
    subscriptions::{Payments, mail::SubscriptionMail},
};
use std::sync::Arc;
use tokio::{sync::watch, task::JoinSet};

/// A running stack. Dropping it stops at once; [`Stack::close`] writes what waits.
pub struct Stack {
    store: Store,
    services: Services,
    relay: Arc<Relay>,
    subscription_mail: SubscriptionMail,
    alerts: Alerts,
    versions: Arc<TagVersions>,
    stop: watch::Sender<bool>,
    background: JoinSet<()>,
}

impl Stack {
    /// The same with the built-in identity provider.
    ///
    /// # Errors
    /// As [`Identity::open`].
    pub async fn new(store: Store, site_url: &str) -> Result<Self, StartError> {
        let identity = Identity::open(&store, None, site_url).await?;
        Ok(Self::with(store, site_url, identity))
    }

    /// Makes the use cases of a site at `site_url`. Nothing runs beside yet but the search: see
    /// [`Stack::start`].
    pub fn with(store: Store, site_url: &str, identity: Identity) -> Self {
        let platform = &store.platform;
        let (events, versions) = (Events::default(), Arc::new(TagVersions::default()));
        let listings = Listings::new(platform, events.clone());
        let search = Search::start(store.index.clone(), Arc::new(listings.clone()));
        // The search first: a page that is made anew because of an event shows what the
        // search knows by then.
        let subscription_mail = SubscriptionMail::new(platform, store.mail(), site_url);
        let alerts = Alerts::start(platform, store.mail(), site_url);
        let consumers: [Arc<dyn EventConsumer>; 5] = [
            Arc::new(search.clone()),
            Arc::new(PageInvalidation::new(versions.clone())),
            Arc::new(EnquiryMail::new(platform, store.mail(), site_url)),
            Arc::new(subscription_mail.clone()),
            Arc::new(alerts.clone()),
        ];
        let bus = Arc::new(InProcessBus::new(consumers));
        let (account_events, level_events) = (events.clone(), events.clone());
        let (search_events, enquiry_events) = (events.clone(), events.clone());
        let relay = Arc::new(Relay::new(platform, bus, events, RelayPolicy::default()));
        let Identity { provider, throttle } = identity;
        let enquiries = Enquiries::new(platform, throttle.clone(), enquiry_events);
        let saved_searches = SavedSearches::new(
            platform,
            search_events,
            throttle.clone(),
            store.mail(),
            site_url,
        );
        let accounts = Accounts::new(platform, provider, throttle, store.mail(), site_url);
        let accounts = accounts.with_events(account_events);
        let (favorites, shortlists) = (Favorites::new(platform), Shortlists::new(platform));
        let origin = site_url.trim_end_matches('/');
        let subscriptions = Subscriptions::new(
            platform,
            accounts.clone(),
            level_events,
            Payments::default(),
            origin,
        );
        let services = Services {
            personal_data: PersonalData::new(
                accounts.clone(),
                favorites.clone(),
                enquiries.clone(),
                shortlists.clone(),
                subscriptions.clone(),
                Premium::new(platform),
                saved_searches.clone(),
            ),
            subscriptions,
            accounts,
            enquiries,
            favorites,
            shortlists,
            saved_searches,
            premium: Premium::new(platform),
            brokers: Brokers::new(platform),
            views: Views::new(platform),
            listings,
            search,
        };
        let (stop, _) = watch::channel(false);
        Self {
            store,
            services,
            relay,
            subscription_mail,
            alerts,
            versions,
            stop,
            background: JoinSet::new(),
        }
    }

    /// The same with ways to pay; without, nothing is sold.
    pub fn with_payments(mut self, payments: Payments) -> Self {
        let subscriptions = self.services.subscriptions.clone();
        self.services.subscriptions = subscriptions.with_payments(payments);
        self
    }

    /// The mail that embedded mode keeps.
    pub fn mail_folder(&self) -> Option<&MailFolder> {
        self.store.mail_folder.as_ref()
    }

    pub fn platform(&self) -> &Platform {
        &self.store.platform
    }

    /// See [`Store::signer`].
    pub fn signer(&self) -> Option<&Signer> {
        self.store.signer()
    }

    pub fn services(&self) -> &Services {
        &self.services
    }

    /// What the page cache goes by.
    pub fn versions(&self) -> &Arc<TagVersions> {
        &self.versions
    }

    /// Hands events that wait to those they concern.
    pub fn relay(&self) -> &Relay {
        &self.relay
    }

    /// Tells owners of saved searches what happens to homes.
    pub fn alerts(&self) -> &Alerts {
        &self.alerts
    }

    /// Erases accounts for good.
    pub fn eraser(&self) -> Eraser {
        Eraser {
            data: self.services.personal_data.clone(),
            compactor: self.store.embedded.as_ref().and_then(Embedded::compactor),
        }
    }
}
