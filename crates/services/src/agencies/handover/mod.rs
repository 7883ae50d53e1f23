//! Carrying out what was decided about the things of a member who leaves. Each home and each
//! enquiry is a change of its own; whatever is done stays done, so that the whole can be begun
//! again from its note at any point.

mod enquiries;
mod homes;

use super::{Agencies, audited, leave::own_broker, named, seated};
use crate::ServiceError;
use durbar_domain::{
    AccountId,
    account::Account,
    agency::{Agency, Handover, Seat},
    audit::AuditAction,
    event::EventDetail,
};
use durbar_platform::{PlatformError, agencies::AgencyWrite, keys::PrimaryKey, purchases::Notes};
use jiff::Timestamp;
use std::time::Duration;

/// How often a home or an enquiry is tried that somebody else changes at the same time.
const ATTEMPTS: u32 = 5;
/// Homes and enquiries that are read at a time.
const PAGE: usize = 50;

impl Agencies {
    /// Carries on with every handover that is under way; gives back how many are done.
    pub async fn carry_on_all(&self, now: Timestamp) -> Result<usize, ServiceError> {
        let mut done = 0;
        for handover in self.store.handovers().await? {
            match self.carry_on(&handover, now).await {
                Ok(()) => done += 1,
                // One that can't be done keeps no other back.
                Err(error) => {
                    tracing::error!(agency = %handover.agency_id, %error, "a handover could not be carried on");
                }
            }
        }
        Ok(done)
    }

    /// The same again and again until `end`.
    pub async fn carry_on_every(&self, pause: Duration, end: impl Future<Output = ()>) {
        let mut end = std::pin::pin!(end);
        loop {
            match self.carry_on_all(Timestamp::now()).await {
                Ok(0) => {}
                Ok(handovers) => tracing::info!(handovers, "carried out"),
                Err(error) => tracing::error!(%error, "handovers could not be read"),
            }
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = &mut end => return,
            }
        }
    }

    /// Hands everything over and ends the membership.
    pub async fn carry_on(&self, handover: &Handover, now: Timestamp) -> Result<(), ServiceError> {
        let agency = self.store.get(handover.agency_id).await?;
        // What whoever left has got since is their own.
        let is_member = |it: &Agency| it.member(handover.account_id).is_some();
        let Some(agency) = agency.filter(is_member) else {
            return Ok(self.store.forget_handover(handover).await?);
        };
        self.hand_over(handover, &agency, now).await?;
        self.end_membership(handover, now).await
    }

    /// Takes a person who is erased out of their agency, before the account goes.
    pub async fn erase_of(&self, account: &Account) -> Result<Vec<PrimaryKey>, ServiceError> {
        let (id, now) = (account.account_id, Timestamp::now());
        let erased = self.store.end_feed(id).await?;
        let Some(seat) = account.seat else {
            return Ok(erased);
        };
        let Some(agency) = self.store.get(seat.agency_id).await? else {
            return Ok(erased);
        };
        let Some(member) = agency.member(id).copied() else {
            return Ok(erased);
        };
        let handover = match self.store.handover(id).await? {
            Some(under_way) => under_way,
            None => Handover {
                agency_id: agency.agency_id,
                account_id: id,
                broker_id: own_broker(&agency, &member),
                to: None,
                homes: Default::default(),
                by: id,
                began_at: now,
            },
        };
        self.carry_on(&handover, now).await?;
        Ok(erased)
    }

    async fn hand_over(
        &self,
        handover: &Handover,
        agency: &Agency,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        if let Some(from) = handover.broker_id {
            // Its index may lag behind, so a round that finds nothing left is the last.
            while self.hand_over_homes(handover, from, agency, now).await? > 0 {}
            self.hand_over_enquiries(handover, from, agency, now)
                .await?;
        }
        self.release(handover.account_id, now).await
    }

    /// Everything is in other hands: the member goes.
    async fn end_membership(
        &self,
        handover: &Handover,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let (agency_id, account_id) = (handover.agency_id, handover.account_id);
        for _ in 0..ATTEMPTS {
            let Some(before) = self.store.get(agency_id).await? else {
                return Ok(self.store.forget_handover(handover).await?);
            };
            // Another process was faster.
            if before.member(account_id).is_none() {
                return Ok(self.store.forget_handover(handover).await?);
            }
            let heirs = before.clone().without(account_id);
            let agency = Agency {
                version: before.version + 1,
                modified_at: now,
                ..heirs
            };
            // The account may have been erased meanwhile, the broker have gone.
            let account = self.accounts.get(account_id).await?;
            let is_here = |it: &Account| it.seat.is_some_and(|it| it.agency_id == agency_id);
            let account = account.filter(is_here);
            let mut accounts: Vec<_> = account
                .iter()
                .map(|account| seated(account, None, now))
                .collect();
            accounts.extend(self.raised(&before, &agency, now).await?);
            let broker = match handover.broker_id {
                Some(id) => self.brokers.get(id).await?,
                None => None,
            };
            let broker = broker.filter(|it| it.agency_id == Some(agency_id));
            let brokers: Vec<_> = broker.iter().map(|it| named(it, None, now)).collect();
            let left = EventDetail::AgencyLeft {
                agency_id,
                version: agency.version,
                account_id,
            };
            let event = self.events.event(left, now);
            let deed = (handover.by, AuditAction::AgencyLeft);
            let entry = audited(&event, deed, (agency_id, account_id), None);
            let mut events = vec![event];
            events.extend(brokers.iter().map(|it| self.broker_changed(it, now)));
            let stored = self.store.handover(account_id).await?;
            let change = AgencyWrite {
                accounts: &accounts,
                brokers: &brokers,
                ends: stored.as_ref(),
                ..AgencyWrite::of(&agency)
            };
            let notes = Notes {
                events: &events,
                audit: &[entry],
            };
            match self.store.write(change, notes).await {
                Ok(()) => {
                    self.events.nudge();
                    return Ok(());
                }
                // Somebody changed the agency, or another process was faster.
                Err(PlatformError::Conflict { .. } | PlatformError::Missing { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(ServiceError::Conflict { current_version: 0 })
    }

    /// The account of whoever became an owner because nobody else was left.
    async fn raised(
        &self,
        before: &Agency,
        after: &Agency,
        now: Timestamp,
    ) -> Result<Option<Account>, ServiceError> {
        let is_raised = |id: AccountId, role| before.member(id).is_some_and(|it| it.role != role);
        let heir = after
            .members
            .iter()
            .find(|it| is_raised(it.account_id, it.role));
        let Some(heir) = heir else {
            return Ok(None);
        };
        let seat = Seat {
            agency_id: after.agency_id,
            role: heir.role,
        };
        let account = self.accounts.get(heir.account_id).await?;
        Ok(account.map(|it| seated(&it, Some(seat), now)))
    }
}
