//! Sending what is due.

use super::{Alerts, letter, schedule};
use crate::{
    saved_searches::{STOP_WITHIN, stop_link},
    time::kathmandu_date,
};
use durbar_domain::{
    ListingSummary, PropertyId,
    account::SubscriptionLevel,
    saved_search::{AlertFrequency, AlertKind, SavedSearch},
    status::Visibility,
};
use durbar_platform::{
    PlatformError,
    alerts::{AlertQueue, DueAlert, Link},
};
use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;
use strum::VariantArray;

/// Alerts read at a time.
const PAGE: usize = 500;
/// How long a process keeps its turn without lengthening it.
const TURN: SignedDuration = SignedDuration::from_secs(120);
/// How often a mail is tried before it is given up.
const ATTEMPTS: u32 = 8;
/// The pause after the first failure; each is twice the one before.
const FIRST_PAUSE: SignedDuration = SignedDuration::from_secs(60);

/// What a look at what is due did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sent {
    pub mails: usize,
    /// Alerts that wait for the next mail of a day, as their address had enough at once.
    pub put_off: usize,
    /// Mails that failed and are tried again.
    pub failed: usize,
    /// Alerts nobody wants any more, and those given up on.
    pub dropped: usize,
}

/// One thing told in a mail.
pub(super) struct Told<'a> {
    pub alert: &'a DueAlert,
    pub card: ListingSummary,
    /// The searches it answers, at least one.
    pub searches: Vec<&'a SavedSearch>,
}

impl Alerts {
    /// Sends what is due at `now`: alerts at once, and mails of a day and of a week when their
    /// morning has come. To be called every minute or so; [`Alerts::run`] does that.
    ///
    /// Each mail has an idempotency key, so that what is sent again after the process ended
    /// between sending and forgetting is not sent twice by a carrier that can tell.
    pub async fn run_due(&self, now: Timestamp) -> Result<Sent, PlatformError> {
        self.ready().await;
        for level in SubscriptionLevel::VARIANTS {
            for later in self.inner.queue.later(*level, now, PAGE).await? {
                self.fan_out(&later.event, Some(*level), now).await?;
                self.inner.queue.told_later(&later).await?;
            }
        }
        self.inner.queue.spread().await?;
        let mut sent = Sent::default();
        for shard in AlertQueue::shards() {
            self.send_shard(shard, now, &mut sent).await?;
        }
        Ok(sent)
    }

    async fn send_shard(
        &self,
        shard: u8,
        now: Timestamp,
        sent: &mut Sent,
    ) -> Result<(), PlatformError> {
        let queue = &self.inner.queue;
        loop {
            let (due, more) = queue.due(shard, now, PAGE).await?;
            if due.is_empty() {
                return Ok(());
            }
            let turn = (Timestamp::now(), Timestamp::now() + TURN);
            if !queue.take_turn(shard, &self.inner.holder, turn).await? {
                return Ok(());
            }
            let mut mails: Vec<&[DueAlert]> = due.chunk_by(in_one_mail).collect();
            if more && mails.len() > 1 {
                // The rest of the last one may stand on the next page.
                mails.pop();
            }
            for alerts in mails {
                self.send_one(alerts, now, sent).await?;
            }
        }
    }

    /// Sends one mail, or lets its alerts wait, or forgets them: none stays due.
    async fn send_one(
        &self,
        alerts: &[DueAlert],
        now: Timestamp,
        sent: &mut Sent,
    ) -> Result<(), PlatformError> {
        let queue = &self.inner.queue;
        let mut ids: Vec<_> = alerts
            .iter()
            .flat_map(|it| it.saved_search_ids.clone())
            .collect();
        ids.sort_unstable();
        ids.dedup();
        let mut searches = self.inner.searches.get_many(&ids, now).await?;
        searches.retain(SavedSearch::is_active);
        let told = self.still_true(alerts, &searches, now).await?;
        let Some(first) = told.first() else {
            sent.dropped += alerts.len();
            return queue.done(alerts).await;
        };
        let alert = first.alert;
        if alert.instant && alert.attempts == 0 {
            let limit = alert.level.entitlements().alerts_per_day;
            let day = kathmandu_date(now);
            if !queue.count_mail(alert.address_digest(), day, limit).await? {
                sent.put_off += 1;
                let due_at = schedule::due_at(AlertFrequency::Daily, now);
                let later = DueAlert {
                    due_at,
                    instant: false,
                    ..alert.clone()
                };
                return queue.postpone(alert, &later).await;
            }
        }
        let saved_search_ids = searches
            .iter()
            .map(|search| search.saved_search_id)
            .collect();
        let link = Link::Stop { saved_search_ids };
        let token = self
            .inner
            .searches
            .new_link(&link, now + STOP_WITHIN)
            .await?;
        let stop = stop_link(&self.inner.origin, searches[0].locale, &token);
        let message = letter::write(&told, &self.inner.origin, &stop);
        match self.inner.mail.send(&message).await {
            Ok(()) => {
                sent.mails += 1;
                queue.done(alerts).await
            }
            Err(error) => {
                tracing::warn!(%error, attempt = alert.attempts + 1, "an alert could not be sent");
                self.try_again(alerts, now, sent).await
            }
        }
    }

    async fn try_again(
        &self,
        alerts: &[DueAlert],
        now: Timestamp,
        sent: &mut Sent,
    ) -> Result<(), PlatformError> {
        let attempts = alerts[0].attempts + 1;
        if attempts >= ATTEMPTS {
            tracing::error!(
                attempts,
                alerts = alerts.len(),
                "gave up on a mail of alerts"
            );
            sent.dropped += alerts.len();
            return self.inner.queue.done(alerts).await;
        }
        sent.failed += 1;
        let due_at = schedule::whole(now + FIRST_PAUSE * 2_i32.pow(attempts - 1));
        for alert in alerts {
            let later = DueAlert {
                due_at,
                attempts,
                ..alert.clone()
            };
            self.inner.queue.postpone(alert, &later).await?;
        }
        Ok(())
    }

    /// What may still be told, as it now is: homes come and go while mail waits.
    async fn still_true<'a>(
        &self,
        alerts: &'a [DueAlert],
        searches: &'a [SavedSearch],
        now: Timestamp,
    ) -> Result<Vec<Told<'a>>, PlatformError> {
        let mut homes: Vec<PropertyId> = alerts.iter().map(|alert| alert.listing_id).collect();
        homes.sort_unstable();
        homes.dedup();
        let cards = self.inner.listings.summaries(&homes).await?;
        let cards: HashMap<_, _> = cards
            .into_iter()
            .map(|card| (card.listing_id, card))
            .collect();
        let tell = |alert: &'a DueAlert| {
            let card = cards
                .get(&alert.listing_id)
                .filter(|card| may_tell(alert, card, now))?;
            let wanted: Vec<_> = searches
                .iter()
                .filter(|search| alert.saved_search_ids.contains(&search.saved_search_id))
                .collect();
            (!wanted.is_empty()).then(|| Told {
                alert,
                card: card.clone(),
                searches: wanted,
            })
        };
        Ok(alerts.iter().filter_map(tell).collect())
    }
}

/// Whether whoever reads mail there sees the home as it now is.
fn may_tell(alert: &DueAlert, card: &ListingSummary, now: Timestamp) -> bool {
    match (alert.kind, card.visibility_to(alert.level, now)) {
        (_, Visibility::Hidden) => false,
        (AlertKind::StatusChange, _) => true,
        (AlertKind::NewMatch, visibility) => visibility == Visibility::Published,
        (AlertKind::PriceChange, visibility) => {
            visibility == Visibility::Published && card.list_price.is_some()
        }
    }
}

/// Whether two alerts that follow each other go into one mail.
fn in_one_mail(one: &DueAlert, next: &DueAlert) -> bool {
    !one.instant && !next.instant && one.address == next.address && one.due_at == next.due_at
}
