//! What stands behind HTTP: table and objects, the use cases on them, and what runs beside
//! the requests: the relay of events and the writing of views.

mod background;
mod round;
mod store;

pub use round::{RoundError, RoundReport};
pub use store::{Identity, Store};

use crate::{
    backups::BackupPlan,
    eraser::Eraser,
    error::StartError,
    http::media::Withdrawn,
    metrics::Metrics,
    pages::{invalidation::PageInvalidation, versions::TagVersions},
};
use durbar_platform::{
    Embedded, Platform,
    bus::{EventConsumer, InProcessBus},
    erasures::ErasureLedger,
    mail::MailFolder,
    signer::Signer,
};
use durbar_services::{
    Accounts, Agencies, Alerts, AuditKeeper, Brokers, Documents, Drafts, Enquiries, Events,
    Favorites, Features, ImportRuns, Interests, Licenses, Listings, Media, Papers, ParkedEvents,
    PersonalData, Premium, PrivateViewings, Relay, RelayPolicy, SavedSearches, ServiceLevels,
    Services, Shortlists, Subscriptions, Views,
    drafts::{DraftMail, MediaFollower},
    enquiries::mail::EnquiryMail,
    licenses::LicenseMail,
    media::MediaSettings,
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
    audit: AuditKeeper,
    versions: Arc<TagVersions>,
    withdrawn: Arc<Withdrawn>,
    metrics: Arc<Metrics>,
    events: Events,
    backups: Option<BackupPlan>,
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
        let interests = Interests::new(platform);
        let withdrawn = Arc::new(Withdrawn::default());
        let media_events = events.clone();
        let media_settings = through_site(&store, MediaSettings::default());
        let media = Media::new(platform, media_events.clone(), media_settings);
        let consumers: [Arc<dyn EventConsumer>; 10] = [
            Arc::new(search.clone()),
            Arc::new(PageInvalidation::new(versions.clone())),
            Arc::new(EnquiryMail::new(platform, store.mail(), site_url)),
            Arc::new(DraftMail::new(platform, store.mail(), site_url)),
            Arc::new(subscription_mail.clone()),
            Arc::new(LicenseMail::new(platform, store.mail(), site_url)),
            Arc::new(alerts.clone()),
            Arc::new(interests.clone()),
            withdrawn.clone(),
            Arc::new(MediaFollower::new(listings.clone(), media.clone())),
        ];
        let bus = Arc::new(InProcessBus::new(consumers));
        let (account_events, level_events) = (events.clone(), events.clone());
        let (search_events, enquiry_events) = (events.clone(), events.clone());
        let broker_events = events.clone();
        let parked_events = ParkedEvents::new(platform, events.clone());
        let licenses = Licenses::new(platform, events.clone());
        let documents = Documents::new(platform, events.clone());
        let (draft_events, feature_events) = (events.clone(), events.clone());
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
        let private_viewings = PrivateViewings::new(
            platform,
            throttle.clone(),
            media_events.clone(),
            store.mail(),
            site_url,
        );
        let agencies = Agencies::new(
            platform,
            throttle.clone(),
            broker_events.clone(),
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
        let shared_media = media.clone();
        let brokers = Brokers::new(platform, broker_events);
        let services = Services {
            drafts: Drafts::new(
                platform,
                listings.clone(),
                brokers.clone(),
                media,
                draft_events,
            ),
            personal_data: PersonalData {
                accounts: accounts.clone(),
                agencies: agencies.clone(),
                favorites: favorites.clone(),
                enquiries: enquiries.clone(),
                shortlists: shortlists.clone(),
                subscriptions: subscriptions.clone(),
                premium: Premium::new(platform),
                saved_searches: saved_searches.clone(),
                licenses: licenses.clone(),
                erasures: ErasureLedger::new(&platform.objects),
            },
            subscriptions,
            accounts,
            agencies,
            enquiries,
            favorites,
            interests,
            features: Features::in_table(&platform.table, feature_events),
            shortlists,
            import_runs: ImportRuns::new(platform, media_events.clone()),
            saved_searches,
            premium: Premium::new(platform),
            private_viewings,
            brokers,
            views: Views::new(platform),
            media: shared_media,
            licenses,
            documents,
            papers: Papers::new(platform),
            parked_events,
            listings,
            search,
            service_levels: ServiceLevels::new(platform),
        };
        let metrics = Metrics::new(services.service_levels.clone());
        let metrics = Arc::new(metrics.with_premium(services.premium.clone()));
        let audit = AuditKeeper::new(&platform.table, store.audit_archive());
        let (stop, _) = watch::channel(false);
        Self {
            store,
            services,
            relay,
            subscription_mail,
            alerts,
            audit,
            versions,
            withdrawn,
            metrics,
            events: media_events,
            backups: None,
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

    /// The same with switches of features that are kept elsewhere than in the table.
    pub fn with_features(mut self, features: Option<Features>) -> Self {
        if let Some(features) = features {
            self.services.features = features;
        }
        self
    }

    /// The same with other ways to work on what brokers upload.
    pub fn with_media(mut self, settings: MediaSettings) -> Self {
        let settings = through_site(&self.store, settings);
        let imports = self.services.import_runs.clone();
        self.services.import_runs = imports.with_fetcher(settings.fetcher.clone());
        self.services.media = Media::new(self.platform(), self.events.clone(), settings);
        self
    }

    /// The same with backups of the data folder at regular times.
    pub fn with_backups(mut self, plan: Option<BackupPlan>) -> Self {
        self.backups = plan;
        self
    }

    /// Where uploads are handed on to: the objects of embedded mode. Those of AWS are reached by
    /// browsers themselves.
    pub fn upload_server(&self) -> Option<String> {
        let embedded = self.store.embedded.as_ref()?;
        Some(embedded.objects_address().to_owned())
    }

    /// Objects that are no longer to be shown.
    pub fn withdrawn(&self) -> &Arc<Withdrawn> {
        &self.withdrawn
    }

    /// Counts how pages are answered.
    pub fn metrics(&self) -> &Arc<Metrics> {
        &self.metrics
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

    /// Puts the audit trail into its chain.
    pub fn audit(&self) -> &AuditKeeper {
        &self.audit
    }

    /// Erases accounts for good.
    pub fn eraser(&self) -> Eraser {
        Eraser {
            data: self.services.personal_data.clone(),
            compactor: self.store.embedded.as_ref().and_then(Embedded::compactor),
            backups: self.backups.clone(),
        }
    }
}

/// Browsers can't reach a store on this machine's loopback, so the site hands on to it.
fn through_site(store: &Store, settings: MediaSettings) -> MediaSettings {
    MediaSettings {
        through_site: store.embedded.is_some(),
        ..settings
    }
}
