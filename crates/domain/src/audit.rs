//! What administration and the program changed about somebody's level or money: who did it, to
//! whom, when and why. Entries are written with the change itself and never changed, but that
//! they lose people who were erased.

use crate::{AccountId, EventId, PurchaseId, account::SubscriptionLevel, text::Line};
use enumset::EnumSetType;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

/// Why something was done, in the words of who did it.
pub type Reason = Line<300>;

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
    /// The level that it is about.
    pub level: Option<SubscriptionLevel>,
    /// Until when the level holds after it.
    pub ends_at: Option<Timestamp>,
    pub reason: Option<Reason>,
}

impl AuditEntry {
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

    #[test]
    fn an_entry_loses_who_was_erased_and_keeps_the_rest() {
        let (admin, member) = (AccountId::from_parts(1, 1), AccountId::from_parts(1, 2));
        let entry = AuditEntry {
            event_id: EventId::from_parts(1, 1),
            at: Timestamp::UNIX_EPOCH,
            by: Actor::Person(admin),
            action: AuditAction::LevelGranted,
            account_id: Some(member),
            purchase_id: None,
            level: Some(SubscriptionLevel::Gold),
            ends_at: None,
            reason: Reason::parse("reason", "For Anju's wedding").ok(),
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
