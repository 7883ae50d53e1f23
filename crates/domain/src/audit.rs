//! What administration and the program did that somebody may have to answer for: who did it,
//! to whom or to what, when and why. Entries are written with the change itself and never
//! changed, but that they lose people who were erased.

use crate::{
    AccountId, AgencyId, BrokerId, EventId, PropertyId, PurchaseId, account::SubscriptionLevel,
    text::Line,
};
use enumset::EnumSetType;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

/// Why something was done, in the words of who did it.
pub type Reason = Line<300>;

/// What was set, in words of the program: a role, a percentage, how many rows. Names nobody.
pub type Detail = Line<300>;

/// The name of something that has no identifier: a flag, a file that was imported.
pub type SubjectName = Line<80>;

/// What was done.
#[derive(Debug, Hash, EnumSetType, Serialize, Deserialize, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
pub enum AuditAction {
    /// A level was given without a purchase.
    LevelGranted,
    /// A level was ended before its time.
    LevelEnded,
    /// Somebody noted that an invoice was paid.
    InvoiceConfirmed,
    /// The payment service said that a purchase was paid.
    PurchasePaid,
    /// A purchase was broken off.
    PurchaseCancelled,
    /// Somebody noted that money went back.
    PurchaseRefunded,
    /// Another amount was paid than was due: nothing was given, the money has to go back.
    AmountMismatch,
    /// An account got another role.
    RoleAssigned,
    /// A broker's public profile came to be.
    BrokerCreated,
    /// An account is let in no longer.
    AccountDisabled,
    /// An account is let in again.
    AccountEnabled,
    AgencyStarted,
    /// Somebody accepted an invitation into an agency.
    AgencyJoined,
    /// A member of an agency got another role in it.
    AgencyRoleChanged,
    /// Somebody left an agency, or was taken out of it.
    AgencyLeft,
    /// A broker's licence was found to be as they say.
    LicenseVerified,
    /// A broker's licence was not found to be as they say.
    LicenseRefused,
    /// A broker's licence counts as verified no longer, before its time.
    LicenseWithdrawn,
    /// Somebody looked at a paper of a broker.
    LicensePaperViewed,
    ListingClaimed,
    ListingApproved,
    ListingRefused,
    ListingChangesRequested,
    /// Somebody was invited to a home that is shown to few.
    PrivateViewingOffered,
    /// Such an invitation was taken back.
    PrivateViewingRevoked,
    /// Somebody looked at a listing that is shown to few.
    ListingViewedPrivately,
    /// Somebody looked at a paper of a home.
    DocumentViewed,
    DocumentBadgeGiven,
    DocumentBadgeTaken,
    FlagChanged,
    /// An event that was given up on was handed out again.
    EventReplayed,
    /// An event that was given up on was thrown away.
    EventDropped,
    ImportRun,
}

/// What was done something to, where that is no account, purchase or level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "kebab-case")]
pub enum Subject {
    Listing(PropertyId),
    Broker(BrokerId),
    Agency(AgencyId),
    Event(EventId),
    Flag(SubjectName),
    Import(SubjectName),
}

/// Who did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Actor {
    Person(AccountId),
    /// The program by itself, on the word of a payment service or of the clock.
    Program,
    /// Somebody who was erased since.
    Erased,
}

/// An entry of the audit trail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// Sorts by time; that of the event that tells of the change.
    pub event_id: EventId,
    pub at: Timestamp,
    pub by: Actor,
    pub action: AuditAction,
    /// Whose level or money it is; `None` once they were erased.
    pub account_id: Option<AccountId>,
    pub purchase_id: Option<PurchaseId>,
    /// What else it is about. Entries of old have none.
    #[serde(default)]
    pub subject: Option<Subject>,
    /// The level that it is about.
    pub level: Option<SubscriptionLevel>,
    /// The level that holds after it, where it changed a level. Entries of old don't say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<SubscriptionLevel>,
    /// Until when the level holds after it.
    pub ends_at: Option<Timestamp>,
    /// What was set. Names nobody, so that it stays.
    #[serde(default)]
    pub detail: Option<Detail>,
    pub reason: Option<Reason>,
}

impl AuditEntry {
    /// An entry about nobody and nothing yet. `event_id` is that of the event that tells of
    /// the change, or one of its own where none does.
    pub fn new(event_id: EventId, at: Timestamp, by: Actor, action: AuditAction) -> Self {
        Self {
            event_id,
            at,
            by,
            action,
            account_id: None,
            purchase_id: None,
            subject: None,
            level: None,
            held: None,
            ends_at: None,
            detail: None,
            reason: None,
        }
    }

    /// The accounts it names, each once.
    pub fn people(&self) -> Vec<AccountId> {
        let mut people: Vec<AccountId> = self.account_id.into_iter().collect();
        if let Actor::Person(id) = self.by
            && !people.contains(&id)
        {
            people.push(id);
        }
        people
    }

    /// The entry without this person. What was written about them as the reason goes too.
    pub fn without(&self, id: AccountId) -> Self {
        let about = self.account_id == Some(id);
        Self {
            by: match self.by {
                Actor::Person(by) if by == id => Actor::Erased,
                by => by,
            },
            account_id: self.account_id.filter(|it| *it != id),
            reason: self.reason.clone().filter(|_| !about),
            ..self.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn granted_by(admin: AccountId) -> AuditEntry {
        let by = Actor::Person(admin);
        let id = EventId::from_parts(1, 1);
        AuditEntry::new(id, Timestamp::UNIX_EPOCH, by, AuditAction::LevelGranted)
    }

    #[test]
    fn an_entry_of_old_is_read() {
        let old = serde_json::json!({
            "event_id": EventId::from_parts(1, 1),
            "at": "1970-01-01T00:00:00Z",
            "by": { "person": AccountId::from_parts(1, 1) },
            "action": "level-granted",
            "account_id": null,
            "purchase_id": null,
            "level": null,
            "ends_at": null,
            "reason": null,
        });
        let read: AuditEntry = serde_json::from_value(old).expect("an entry");
        assert_eq!(read, granted_by(AccountId::from_parts(1, 1)));
    }

    #[test]
    fn an_entry_loses_who_was_erased_and_keeps_the_rest() {
        let (admin, member) = (AccountId::from_parts(1, 1), AccountId::from_parts(1, 2));
        let entry = AuditEntry {
            account_id: Some(member),
            level: Some(SubscriptionLevel::Gold),
            reason: Reason::parse("reason", "For Anju's wedding").ok(),
            ..granted_by(admin)
        };
        assert_eq!(entry.people(), [member, admin]);
        let without = entry.without(member);
        assert_eq!((without.account_id, without.reason.as_ref()), (None, None));
        assert_eq!((without.by, without.level), (entry.by, entry.level));
        let nobody = without.without(admin);
        assert_eq!((nobody.by, nobody.people()), (Actor::Erased, vec![]));
        let own = AuditEntry {
            account_id: Some(admin),
            ..entry
        };
        assert_eq!(own.people(), [admin]);
    }
}
