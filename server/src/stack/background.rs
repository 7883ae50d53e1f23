//! What runs beside the requests, and how it ends.

use super::Stack;
use crate::metrics::{self, Queues};
use durbar_platform::signer::{KeySecret, PremiumAccess};
use std::time::Duration;
use tokio::sync::watch;

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
/// Verifications of licences whose last day is over are looked for this often.
const EXPIRE_LICENCES_EVERY: Duration = Duration::from_secs(60);
/// What members of agencies leave behind is looked for this often, where a handover was cut off.
const HAND_OVER_EVERY: Duration = Duration::from_secs(60);
/// Entries of the audit trail are put into its chain this often.
const SEAL_EVERY: Duration = Duration::from_secs(5);
/// The chain is written to the audit bucket this often.
const EXPORT_AUDIT_EVERY: Duration = Duration::from_secs(600);
/// Keys that sign premium media are read anew this often.
const RENEW_KEYS_EVERY: Duration = Duration::from_secs(300);
/// Switches of features are read this often.
const READ_FEATURES_EVERY: Duration = Duration::from_secs(30);
/// How long the work beside requests may take to end.
const END_WITHIN: Duration = Duration::from_secs(10);

impl Stack {
    /// Starts the work on what brokers upload and on lists that are imported, the relay, the sending of alerts, the writing of
    /// views, of how pages were answered and of how long events and uploads wait, the erasing of accounts, backups, the opening of early homes to everyone, the sealing of
    /// the audit trail, the reading of switches, and what becomes of licences, purchases and
    /// levels by itself.
    pub fn start(&mut self) {
        let (relay, end) = (self.relay.clone(), stopped(&self.stop));
        self.background.spawn(async move { relay.run(end).await });
        let (media, end) = (self.services.media.clone(), stopped(&self.stop));
        self.background.spawn(async move { media.run(end).await });
        let (imports, end) = (self.services.import_runs.clone(), stopped(&self.stop));
        self.background.spawn(async move { imports.run(end).await });
        let (alerts, end) = (self.alerts.clone(), stopped(&self.stop));
        self.background.spawn(async move { alerts.run(end).await });
        let (views, end) = (self.services.views.clone(), stopped(&self.stop));
        self.background
            .spawn(async move { views.flush_every(FLUSH_VIEWS_EVERY, end).await });
        let (metrics, end) = (self.metrics.clone(), stopped(&self.stop));
        self.background
            .spawn(async move { metrics.flush_every(metrics::EVERY, end).await });
        let (queues, end) = (Queues::new(self.platform()), stopped(&self.stop));
        self.background
            .spawn(async move { queues.log_every(metrics::EVERY, end).await });
        let (eraser, end) = (self.eraser(), stopped(&self.stop));
        self.background
            .spawn(async move { eraser.run(ERASE_EVERY, end).await });
        if let Some(plan) = self.backups.clone() {
            let end = stopped(&self.stop);
            self.background.spawn(async move { plan.run(end).await });
        }
        let (listings, end) = (self.services.listings.clone(), stopped(&self.stop));
        self.background
            .spawn(async move { listings.open_every(OPEN_HOMES_EVERY, end).await });
        let (licenses, end) = (self.services.licenses.clone(), stopped(&self.stop));
        self.background
            .spawn(async move { licenses.expire_every(EXPIRE_LICENCES_EVERY, end).await });
        let (agencies, end) = (self.services.agencies.clone(), stopped(&self.stop));
        self.background
            .spawn(async move { agencies.carry_on_every(HAND_OVER_EVERY, end).await });
        let (trail, end) = (self.audit.clone(), stopped(&self.stop));
        self.background
            .spawn(async move { trail.run(SEAL_EVERY, EXPORT_AUDIT_EVERY, end).await });
        let (sold, end) = (self.services.subscriptions.clone(), stopped(&self.stop));
        self.background
            .spawn(async move { sold.sweep_every(SWEEP_PURCHASES_EVERY, end).await });
        let (mail, end) = (self.subscription_mail.clone(), stopped(&self.stop));
        self.background
            .spawn(async move { mail.remind_every(REMIND_EVERY, end).await });
        self.start_reading();
    }

    /// Starts the reading of switches alone, which is each process's own.
    pub fn start_reading(&mut self) {
        let (features, end) = (self.services.features.clone(), stopped(&self.stop));
        self.background
            .spawn(async move { features.run(READ_FEATURES_EVERY, end).await });
    }

    /// Has premium media signed with what a secret holds, whenever that changes.
    pub fn renew_keys(&mut self, secret: KeySecret, access: PremiumAccess) {
        let end = stopped(&self.stop);
        self.background
            .spawn(secret.renew_every(RENEW_KEYS_EVERY, access, end));
    }

    /// Writes the views and counts that wait, ends what runs beside, stops the embedded services.
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
