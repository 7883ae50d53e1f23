//! Telling owners that their level ends soon. Nothing renews itself, so nobody is charged
//! unawares, and nobody should lose a level unawares either.

use super::{SubscriptionMail, compose};
use durbar_domain::{AccountId, account::LevelSpan};
use durbar_platform::{PlatformError, mail::MailMessage};
use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use std::time::Duration;

/// Days before the end on which its owner is told.
const DAYS_BEFORE: i64 = 7;
/// The page where a level is lengthened.
const PATH: &str = "/account/membership";

impl SubscriptionMail {
    /// Tells everybody whose level ends within a week and who wasn't told; gives back how many
    /// were. Whoever has a level for a shorter time than that is told at the start. Who can't
    /// be told keeps nobody else from it, and is tried again the next time.
    pub async fn remind(&self, now: Timestamp) -> Result<usize, PlatformError> {
        let mut told = 0;
        for days in 0..=DAYS_BEFORE {
            let at = now + SignedDuration::from_hours(24 * days);
            let day = at.to_zoned(TimeZone::UTC).date();
            for account_id in self.store.ending_on(day).await? {
                match self.remind_one(day, account_id, now).await {
                    Ok(is_told) => told += usize::from(is_told),
                    Err(error) => {
                        tracing::error!(%account_id, %error, "a member could not be told that a level ends");
                    }
                }
            }
        }
        Ok(told)
    }

    async fn remind_one(
        &self,
        day: Date,
        account_id: AccountId,
        now: Timestamp,
    ) -> Result<bool, PlatformError> {
        let account = self.accounts.get(account_id).await?;
        let ends = account.and_then(|account| {
            let spans: Vec<LevelSpan> = account.subscription_spans_at(now).collect();
            let ends = |span: &LevelSpan| {
                span.ends_at
                    .is_some_and(|end| end.to_zoned(TimeZone::UTC).date() == day)
            };
            let index = spans.iter().rposition(ends)?;
            let end = spans[index].ends_at?;
            Some((account, (spans[index], end), spans.get(index + 1).copied()))
        });
        if let Some((account, ending, next)) = &ends {
            let url = format!("{}{}", self.origin, account.locale.path(PATH));
            let (subject, text) = compose::ending(account, *ending, *next, &url);
            let end = ending.1;
            self.sender
                .send(&MailMessage {
                    to: account.email.clone(),
                    subject,
                    text,
                    headers: Vec::new(),
                    idempotency_key: format!("{account_id}.{end}.ending"),
                })
                .await?;
        }
        self.store.forget_ending(day, account_id).await?;
        Ok(ends.is_some())
    }

    /// Looks for levels that end again and again until `end`.
    pub async fn remind_every(&self, pause: Duration, end: impl Future<Output = ()>) {
        let mut end = std::pin::pin!(end);
        loop {
            match self.remind(Timestamp::now()).await {
                Ok(0) => {}
                Ok(members) => tracing::info!(members, "told that their level ends soon"),
                Err(error) => tracing::error!(%error, "nobody could be told that a level ends"),
            }
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = &mut end => return,
            }
        }
    }
}
