//! What stands behind HTTP: table and objects, the use cases on them, and what runs beside
//! the requests: the relay of events and the writing of views.

use crate::{
    cli::StoreSettings,
    eraser::Eraser,
    error::StartError,
    pages::{invalidation::PageInvalidation, versions::TagVersions},
};
use durbar_platform::{
    Embedded, Platform, aws,
    bus::{EventConsumer, InProcessBus},
    embedded::Storage,
    identity::{BuiltIn, IdentityProvider, built_in::BuiltInSettings, cognito::CognitoSettings},
    mail::{MailFolder, MailSender, NoMail},
    signer::{KeySecret, PremiumAccess, Signer},
    throttle::Throttle,
};
use durbar_services::{
    Accounts, Alerts, Brokers, Enquiries, Events, Favorites, Listings, PersonalData, Premium,
    Relay, RelayPolicy, SavedSearches, Seeder, Services, Shortlists, Subscriptions, Views,
    enquiries::mail::EnquiryMail,
    search::{IndexPlace, Search},
    subscriptions::{Payments, mail::SubscriptionMail},
};
use std::{path::Path, sync::Arc, time::Duration};
use tokio::{sync::watch, task::JoinSet};

/// Views are written this often, and once more at the end.
const FLUSH_VIEWS_EVERY: Duration = Duration::from_secs(10);
/// Accounts whose time to be erased has come are looked for this often.
const ERASE_EVERY: Duration = Duration::from_secs(3_600);
/// Purchases whose buyers never came back are asked about this often.
const SWEEP_PURCHASES_EVERY: Duration = Duration::from_secs(300);
/// Homes that members have seen long enough are looked for this often.
const OPEN_HOMES_EVERY: Duration = Duration::from_secs(60);
/// Levels that end soon are looked for this often.
const REMIND_EVERY: Duration = Duration::from_secs(3_600);
/// Keys that sign premium media are read anew this often.
const RENEW_KEYS_EVERY: Duration = Duration::from_secs(300);
/// How long the work beside requests may take to end.
const END_WITHIN: Duration = Duration::from_secs(10);

/// Table and objects, opened. Dropping it stops embedded services at once.
pub struct Store {
    pub platform: Platform,
    /// The services of embedded mode.
    embedded: Option<Embedded>,
    /// The mail that embedded mode keeps.
    mail_folder: Option<MailFolder>,
    index: IndexPlace,
}

impl Store {
    /// Opens table and objects.
    ///
    /// # Errors
    /// When the data folder can't be used or AWS doesn't answer.
    pub async fn open(settings: &StoreSettings) -> Result<Self, StartError> {
        match settings {
            StoreSettings::Embedded { storage } => {
                let embedded = Embedded::start(storage.clone()).await?;
                let (index, mail_folder) = match storage {
                    Storage::Folder(folder) => (
                        IndexPlace::Folder(folder.join("index")),
                        MailFolder::open(folder.join("mail"))?,
                    ),
                    Storage::Temporary => (IndexPlace::Memory, MailFolder::temporary()?),
                };
                Ok(Self {
                    platform: embedded.platform().clone(),
                    embedded: Some(embedded),
                    mail_folder: Some(mail_folder),
                    index,
                })
            }
            StoreSettings::Aws(config) => {
                let platform = aws::connect(config.clone()).await;
                platform.check().await?;
                Ok(Self {
                    platform,
                    embedded: None,
                    mail_folder: None,
                    index: IndexPlace::Memory,
                })
            }
        }
    }

    /// Keys that sign premium media: embedded mode has its own.
    pub fn signer(&self) -> Option<&Signer> {
        self.embedded.as_ref().map(Embedded::signer)
    }

    /// What carries mail.
    fn mail(&self) -> Arc<dyn MailSender> {
        match &self.mail_folder {
            Some(folder) => Arc::new(folder.clone()),
            None => Arc::new(NoMail),
        }
    }

    /// Writes demo markets from a seed folder.
    pub fn seeder(&self, seed_dir: &Path) -> Seeder {
        Seeder::new(&self.platform, Events::default(), seed_dir)
    }

    /// Stops embedded services once their calls in flight are answered.
    pub async fn close(self) {
        if let Some(embedded) = self.embedded {
            embedded.stop().await;
        }
    }
}

/// Who keeps identities, and what counts attempts.
pub struct Identity {
    pub provider: Arc<dyn IdentityProvider>,
    pub throttle: Throttle,
}

impl Identity {
    /// The user pool that is set, else the built-in provider in the table.
    ///
    /// # Errors
    /// When the provider's keys can't be read or made.
    pub async fn open(
        store: &Store,
        pool: Option<CognitoSettings>,
        site_url: &str,
    ) -> Result<Self, StartError> {
        let table = &store.platform.table;
        if let Some(settings) = pool {
            let provider = aws::identity(table, settings).await?;
            let throttle = provider.throttle().clone();
            let provider: Arc<dyn IdentityProvider> = Arc::new(provider);
            return Ok(Self { provider, throttle });
        }
        let provider = BuiltIn::open(table, BuiltInSettings::new(site_url)).await?;
        let throttle = provider.throttle().clone();
        let provider: Arc<dyn IdentityProvider> = Arc::new(provider);
        Ok(Self { provider, throttle })
    }
}

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

    /// Starts the relay, the sending of alerts, the writing of views, the erasing of accounts,
    /// the opening of early homes to everyone,
    /// and what becomes of purchases and levels by itself.
    pub fn start(&mut self) {
        let (relay, end) = (self.relay.clone(), stopped(&self.stop));
        self.background.spawn(async move { relay.run(end).await });
        let (alerts, end) = (self.alerts.clone(), stopped(&self.stop));
        self.background.spawn(async move { alerts.run(end).await });
        let (views, end) = (self.services.views.clone(), stopped(&self.stop));
        self.background
            .spawn(async move { views.flush_every(FLUSH_VIEWS_EVERY, end).await });
        let (eraser, end) = (self.eraser(), stopped(&self.stop));
        self.background
            .spawn(async move { eraser.run(ERASE_EVERY, end).await });
        let (listings, end) = (self.services.listings.clone(), stopped(&self.stop));
        self.background
            .spawn(async move { listings.open_every(OPEN_HOMES_EVERY, end).await });
        let (sold, end) = (self.services.subscriptions.clone(), stopped(&self.stop));
        self.background
            .spawn(async move { sold.sweep_every(SWEEP_PURCHASES_EVERY, end).await });
        let (mail, end) = (self.subscription_mail.clone(), stopped(&self.stop));
        self.background
            .spawn(async move { mail.remind_every(REMIND_EVERY, end).await });
    }

    /// Has premium media signed with what a secret holds, whenever that changes.
    pub fn renew_keys(&mut self, secret: KeySecret, access: PremiumAccess) {
        let end = stopped(&self.stop);
        self.background
            .spawn(secret.renew_every(RENEW_KEYS_EVERY, access, end));
    }

    /// Writes the views that wait, ends what runs beside, stops the embedded services.
    pub async fn close(mut self) {
        self.stop.send_replace(true);
        let ended = async { while self.background.join_next().await.is_some() {} };
        if tokio::time::timeout(END_WITHIN, ended).await.is_err() {
            tracing::warn!(
                waited_s = END_WITHIN.as_secs(),
                "stopped before everything was written"
            );
        }
        self.store.close().await;
    }
}

/// Completes when the stack is told to stop, or has gone.
fn stopped(stop: &watch::Sender<bool>) -> impl Future<Output = ()> + Send + 'static + use<> {
    let mut stop = stop.subscribe();
    async move {
        let _ = stop.wait_for(|stop| *stop).await;
    }
}
