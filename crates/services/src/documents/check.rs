//! Looking at a home's papers, and giving and taking its badges.

use super::{DocumentFile, Documents};
use crate::{ServiceError, permit::permit};
use durbar_domain::{
    AccountId, Listing, MediaId, PropertyId,
    account::Principal,
    audit::{Actor, AuditAction, AuditEntry, Detail, Reason, Subject},
    broker::ApplicationState,
    document::{Document, DocumentCheck},
    history::{HistoryEntry, HistoryFact},
    policy::{Operation, Refusal, Relation},
};
use durbar_platform::{change_notes::ChangeNotes, link_token::LinkToken, papers::PaperOwner};
use jiff::Timestamp;

/// What is decided about a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is as the listing says: the home's page carries a badge from now on.
    Seen,
    /// It isn't, for the reason that its broker is told. A badge goes.
    Refused(Reason),
}

impl Documents {
    /// Makes a link to a file of a paper, for a minute and for who asks alone; that they look is
    /// in the audit trail before they can.
    pub async fn look(
        &self,
        principal: &Principal,
        id: PropertyId,
        document: Document,
        paper: MediaId,
        now: Timestamp,
    ) -> Result<LinkToken, ServiceError> {
        let by = examiner(principal)?;
        let DocumentFile { check, .. } = self.read(id, document).await?;
        let paper = check.paper(paper).ok_or(ServiceError::NotFound)?;
        let looked = self.entry(by, AuditAction::DocumentViewed, &check, now);
        self.audit.note(&[looked]).await?;
        let owner = PaperOwner::Listing(id);
        self.papers.link(by, owner, paper, now).await
    }

    /// Decides about a paper. One that was seen can be refused later: then its badge goes.
    ///
    /// # Errors
    /// [`ServiceError::Conflict`] when the paper isn't at `version`, or the listing was changed
    /// in this moment.
    pub async fn decide(
        &self,
        principal: &Principal,
        id: PropertyId,
        document: Document,
        version: u64,
        verdict: Verdict,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let by = examiner(principal)?;
        let DocumentFile { listing, check } = self.read(id, document).await?;
        let can_be_decided = match verdict {
            Verdict::Seen => check.is_waiting(),
            Verdict::Refused(_) => check.is_waiting() || check.state == ApplicationState::Verified,
        };
        if check.version != version || !can_be_decided {
            return Err(ServiceError::Conflict {
                current_version: check.version,
            });
        }
        let (day, action, state, reason) = match verdict {
            Verdict::Seen => (
                Some(crate::kathmandu_date(now)),
                AuditAction::DocumentBadgeGiven,
                ApplicationState::Verified,
                None,
            ),
            Verdict::Refused(reason) => (
                None,
                AuditAction::DocumentBadgeTaken,
                ApplicationState::Refused {
                    reason: reason.clone(),
                },
                Some(reason),
            ),
        };
        let after = with_badge(&listing, document, day, now);
        let decided = DocumentCheck {
            version: version + 1,
            state,
            ..check.clone()
        };
        let events: Vec<_> = after.iter().map(|after| self.changed(after, now)).collect();
        let history = [HistoryEntry {
            event_id: self.events.id(now),
            at: now,
            by: Some(by),
            fact: HistoryFact::DocumentChecked {
                document,
                seen: day.is_some(),
            },
        }];
        let mut entry = self.entry(by, action, &check, now);
        entry.reason = reason;
        let notes = ChangeNotes {
            events: &events,
            history: &history,
            audit: &[entry],
        };
        self.store.write(&decided, after.as_ref(), notes).await?;
        self.events.nudge();
        Ok(())
    }

    fn entry(
        &self,
        by: AccountId,
        action: AuditAction,
        check: &DocumentCheck,
        now: Timestamp,
    ) -> AuditEntry {
        AuditEntry {
            subject: Some(Subject::Listing(check.listing_id)),
            detail: Detail::parse("detail", check.document.key()).ok(),
            ..AuditEntry::new(self.events.id(now), now, Actor::Person(by), action)
        }
    }
}

/// A home with the badge or without it, a version further; `None` where nothing changes.
fn with_badge(
    listing: &Listing,
    document: Document,
    day: Option<jiff::civil::Date>,
    now: Timestamp,
) -> Option<Listing> {
    let mut after = listing.clone();
    after.legal.checked = after.legal.checked.with(document, day);
    (after != *listing).then(|| Listing {
        version: listing.version + 1,
        modified_at: now,
        ..after
    })
}

/// Who of the administration looks at papers of homes.
fn examiner(principal: &Principal) -> Result<AccountId, ServiceError> {
    permit(principal, Operation::VerifyDocument, Relation::Others)?;
    let person = principal.person().ok_or(Refusal::SignIn)?;
    Ok(person.account_id)
}
