//! Looking at papers, verifying, refusing and withdrawing.

use super::{Licenses, entry, with_license};
use crate::{ServiceError, permit::permit};
use durbar_domain::{
    AccountId, BrokerId, MediaId,
    account::Principal,
    audit::{AuditAction, Reason},
    broker::{ApplicationState, License, LicenseApplication, Verification},
    event::EventDetail,
    policy::{Operation, Refusal, Relation},
};
use durbar_platform::{
    licenses::LicenseChange, link_token::LinkToken, papers::PaperOwner, purchases::Notes,
};
use jiff::Timestamp;

/// What is decided about a licence.
#[derive(Debug, Clone)]
enum Decision {
    Verify,
    Refuse(Reason),
    Withdraw(Reason),
}

impl Licenses {
    /// Makes a link to a paper, for a minute and for who asks alone; that they look is in the
    /// audit trail before they can.
    pub async fn look(
        &self,
        principal: &Principal,
        broker: BrokerId,
        paper: MediaId,
        now: Timestamp,
    ) -> Result<LinkToken, ServiceError> {
        let account_id = examiner(principal)?;
        let application = self.store.application(broker).await?;
        let application = application.ok_or(ServiceError::NotFound)?;
        let paper = application.paper(paper).ok_or(ServiceError::NotFound)?;
        let id = self.events.id(now);
        let action = AuditAction::LicensePaperViewed;
        let looked = entry(id, account_id, action, Some(&application), broker, now);
        self.audit.note(&[looked]).await?;
        let owner = PaperOwner::Broker(broker);
        self.papers.link(account_id, owner, paper, now).await
    }

    /// Notes that a licence is as its holder says, until it expires.
    ///
    /// # Errors
    /// [`ServiceError::Conflict`] when the application isn't at `version`, or was decided.
    pub async fn verify(
        &self,
        principal: &Principal,
        broker: BrokerId,
        version: u64,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        self.decide(principal, broker, version, Decision::Verify, now)
            .await
    }

    /// Refuses a licence, with the reason that its holder is told.
    ///
    /// # Errors
    /// As [`Self::verify`].
    pub async fn refuse(
        &self,
        principal: &Principal,
        broker: BrokerId,
        version: u64,
        reason: &Reason,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let decision = Decision::Refuse(reason.clone());
        self.decide(principal, broker, version, decision, now).await
    }

    /// Ends a verification before its time, with the reason that its holder is told.
    ///
    /// # Errors
    /// [`ServiceError::Conflict`] when the licence isn't verified, or is another by now.
    pub async fn withdraw(
        &self,
        principal: &Principal,
        broker: BrokerId,
        version: u64,
        reason: &Reason,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let decision = Decision::Withdraw(reason.clone());
        self.decide(principal, broker, version, decision, now).await
    }

    async fn decide(
        &self,
        principal: &Principal,
        broker_id: BrokerId,
        version: u64,
        decision: Decision,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let by = examiner(principal)?;
        let broker = self.brokers.get(broker_id).await?;
        let broker = broker.ok_or(ServiceError::NotFound)?;
        let application = self.store.application(broker_id).await?;
        let fits = match (&decision, &application) {
            (Decision::Withdraw(_), None) => broker.version == version,
            (_, None) => false,
            (decision, Some(application)) => {
                application.version == version && fits(decision, application)
            }
        };
        let is_verified = broker.license.verified.is_some();
        if !fits || (matches!(decision, Decision::Withdraw(_)) && !is_verified) {
            return Err(ServiceError::Conflict {
                current_version: application.map_or(broker.version, |it| it.version),
            });
        }
        let verified = matches!(decision, Decision::Verify);
        let detail = EventDetail::LicenseChecked {
            broker_id,
            version: broker.version + 1,
            verified,
        };
        let checked = self.events.event(detail, now);
        let (action, state, reason) = match decision {
            Decision::Verify => (
                AuditAction::LicenseVerified,
                ApplicationState::Verified,
                None,
            ),
            Decision::Refuse(reason) => (
                AuditAction::LicenseRefused,
                ApplicationState::Refused {
                    reason: reason.clone(),
                },
                Some(reason),
            ),
            Decision::Withdraw(reason) => (
                AuditAction::LicenseWithdrawn,
                ApplicationState::Withdrawn {
                    reason: reason.clone(),
                },
                Some(reason),
            ),
        };
        let license = License {
            verified: verified.then_some(Verification {
                audit_id: checked.event_id,
                at: now,
                until: broker.license.expires,
            }),
            ..broker.license.clone()
        };
        let after = with_license(&broker, license, now);
        let decided = application.as_ref().map(|application| LicenseApplication {
            version: application.version + 1,
            state,
            ..application.clone()
        });
        let mut audit = entry(
            checked.event_id,
            by,
            action,
            application.as_ref(),
            broker_id,
            now,
        );
        audit.reason = reason;
        let change = LicenseChange {
            before: &broker,
            after: &after,
            application: decided.as_ref(),
        };
        let events = [checked, self.changed(&after, now)];
        let notes = Notes {
            events: &events,
            audit: &[audit],
        };
        self.store.write(change, notes).await?;
        self.events.nudge();
        Ok(())
    }
}

/// Whether an application is in the state that a decision is about.
fn fits(decision: &Decision, application: &LicenseApplication) -> bool {
    match decision {
        Decision::Verify | Decision::Refuse(_) => application.is_waiting(),
        Decision::Withdraw(_) => application.state == ApplicationState::Verified,
    }
}

/// Who of the administration looks at licences.
fn examiner(principal: &Principal) -> Result<AccountId, ServiceError> {
    permit(principal, Operation::VerifyLicense, Relation::Others)?;
    let person = principal.person().ok_or(Refusal::SignIn)?;
    Ok(person.account_id)
}
