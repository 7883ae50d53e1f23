//! One round of what otherwise runs by timers beside the requests.

use super::Stack;
use crate::metrics::Queues;
use jiff::Timestamp;
use serde::Serialize;
use std::{collections::BTreeMap, error::Error, time::Duration};

/// How many things each part of a round did.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct RoundReport(BTreeMap<&'static str, u64>);

/// The parts of a round that failed; the others are done.
#[derive(Debug, thiserror::Error)]
#[error("failed: {}", names.join(", "))]
pub struct RoundError {
    pub names: Vec<&'static str>,
}

/// A round so far.
#[derive(Default)]
struct Round {
    report: RoundReport,
    failed: Vec<&'static str>,
}

impl Round {
    /// Notes what became of a part. One that fails keeps no other back.
    fn note<E: Error + 'static>(&mut self, name: &'static str, outcome: Result<u64, E>) {
        match outcome {
            Ok(count) => {
                self.report.0.insert(name, count);
            }
            Err(error) => {
                tracing::error!(
                    part = name,
                    error = &error as &dyn Error,
                    "a round failed in part"
                );
                self.failed.push(name);
            }
        }
    }

    fn end(self) -> Result<RoundReport, RoundError> {
        match self.failed.is_empty() {
            true => Ok(self.report),
            false => Err(RoundError { names: self.failed }),
        }
    }
}

impl Stack {
    /// Hands on the events that wait and sends the alerts that are due, opens homes to
    /// everyone, ends what has run out, erases accounts whose time has come, settles purchases
    /// nobody came back for, and seals and exports the audit trail.
    ///
    /// # Errors
    /// [`RoundError`] naming the parts that failed.
    pub async fn round(&self, now: Timestamp) -> Result<RoundReport, RoundError> {
        let services = &self.services;
        let mut round = Round::default();
        Queues::new(self.platform()).log(now).await;
        self.alerts.ready().await;
        round.note("homes", count(services.listings.open_to_all(now).await));
        round.note("licences", count(services.licenses.expire(now).await));
        round.note(
            "handovers",
            count(services.agencies.carry_on_all(now).await),
        );
        round.note("erasures", count(self.eraser().erase_due(now).await));
        let swept = services.subscriptions.sweep(now).await;
        round.note(
            "purchases",
            swept.map(|swept| (swept.paid + swept.ended) as u64),
        );
        round.note("reminders", count(self.subscription_mail.remind(now).await));
        let relayed = self.relay.round().await;
        round.note("events", relayed.map(|relayed| relayed.published as u64));
        let sent = self.alerts.run_due(now).await;
        round.note("alert-mails", sent.map(|sent| sent.mails as u64));
        round.note("audit-entries", count(self.audit.seal(now).await));
        round.note("audit-links", self.audit.export(now).await);
        round.end()
    }

    /// Works on the uploads and imported lists that are due, for as long as there is time.
    /// What isn't finished by then is taken up again by a later round.
    ///
    /// # Errors
    /// [`RoundError`] naming the parts that failed.
    pub async fn media_round(
        &self,
        now: Timestamp,
        within: Duration,
    ) -> Result<RoundReport, RoundError> {
        let services = &self.services;
        let mut round = Round::default();
        let working = async {
            round.note("uploads", count(services.media.run_due(now).await));
            round.note("imports", count(services.import_runs.run_due(now).await));
        };
        if tokio::time::timeout(within, working).await.is_err() {
            tracing::warn!("a round ended before all was done");
        }
        round.end()
    }
}

fn count<E>(outcome: Result<usize, E>) -> Result<u64, E> {
    outcome.map(|count| count as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io;

    #[test]
    fn what_fails_is_named_and_the_rest_is_done() {
        let mut round = Round::default();
        round.note("one", Ok::<_, io::Error>(3));
        round.note("two", Err(io::Error::other("no table")));
        round.note("three", Ok::<_, io::Error>(0));
        assert_eq!(round.report.0.len(), 2);
        let failed = round.end().expect_err("a part failed");
        assert_eq!(failed.to_string(), "failed: two");
    }
}
