//! Verifications end by themselves, with an event, so that pages that are kept change too.

use super::{Licenses, with_license};
use crate::{ServiceError, kathmandu_date};
use durbar_domain::{BrokerId, broker::License};
use durbar_platform::{licenses::LicenseChange, purchases::Notes};
use jiff::{Timestamp, civil::Date};
use std::time::Duration;

impl Licenses {
    /// Ends the verifications whose last day is over in Nepal; gives back how many.
    pub async fn expire(&self, now: Timestamp) -> Result<usize, ServiceError> {
        let today = kathmandu_date(now);
        let mut ended = 0;
        for (until, id) in self.store.ended_before(today).await? {
            match self.expire_one(until, id, today, now).await {
                Ok(true) => ended += 1,
                // Its broker, or another process, was faster: the next round looks again.
                Ok(false) | Err(ServiceError::Conflict { .. }) => {}
                // One that can't be written keeps no other verified.
                Err(error) => {
                    tracing::error!(broker = %id, %error, "a verification could not be ended");
                }
            }
        }
        Ok(ended)
    }

    /// Ends verifications again and again until `end`.
    pub async fn expire_every(&self, pause: Duration, end: impl Future<Output = ()>) {
        let mut end = std::pin::pin!(end);
        loop {
            match self.expire(Timestamp::now()).await {
                Ok(0) => {}
                Ok(licences) => tracing::info!(licences, "expired"),
                Err(error) => tracing::error!(%error, "verifications could not be ended"),
            }
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = &mut end => return,
            }
        }
    }

    async fn expire_one(
        &self,
        until: Date,
        id: BrokerId,
        today: Date,
        now: Timestamp,
    ) -> Result<bool, ServiceError> {
        let broker = self.brokers.get(id).await?;
        let over = broker.filter(|it| it.license.verified.is_some_and(|it| it.until < today));
        let Some(broker) = over else {
            self.store.forget_end(until, id).await?;
            return Ok(false);
        };
        let license = License {
            verified: None,
            ..broker.license.clone()
        };
        let after = with_license(&broker, license, now);
        let change = LicenseChange {
            before: &broker,
            after: &after,
            application: None,
        };
        let events = [self.changed(&after, now)];
        let notes = Notes {
            events: &events,
            audit: &[],
        };
        self.store.write(change, notes).await?;
        self.events.nudge();
        Ok(true)
    }
}
