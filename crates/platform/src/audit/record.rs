//! How an entry stands in the table: beside what it says stand salted digests of what it says
//! of people. The chain is made of the digests, so a part and its salt can go with the person
//! they name and the chain still holds.

use crate::{
    PlatformError,
    keys::{AuditKey, Digest, PrimaryKey},
    table::{Item, from_item, to_item},
};
use durbar_domain::{
    EventId, PurchaseId,
    account::SubscriptionLevel,
    audit::{Actor, AuditAction, AuditEntry, Detail, Subject},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub(super) const ENTITY_TYPE: &str = "AuditEntry";
const SEALS: &str = "seals";
/// Enough that nobody finds a part by trying all there may be.
const SALT_BYTES: usize = 16;
/// Of what a digest of an entry is made; another form gets another number.
const FORM: u8 = 1;

/// A part of an entry as the chain holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Part {
    /// Gone with the part.
    salt: Option<String>,
    digest: Digest,
}

/// What an entry says of people: who did it, to whom, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Seals {
    by: Part,
    account: Part,
    reason: Part,
}

/// What the chain says of an entry: all that names nobody, and digests of the rest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commitment {
    form: u8,
    pub event_id: EventId,
    pub at: Timestamp,
    pub action: AuditAction,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purchase_id: Option<PurchaseId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<Subject>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<SubscriptionLevel>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<Detail>,
    by: Digest,
    account: Digest,
    reason: Digest,
}

/// An entry with its digests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Record {
    pub entry: AuditEntry,
    pub seals: Seals,
}

/// A part that isn't what the chain says it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonalPart {
    Who,
    AboutWhom,
    Reason,
}

#[derive(Deserialize)]
struct Kept {
    seals: Option<Seals>,
}

impl Part {
    fn new(value: &impl Serialize) -> Result<Self, serde_json::Error> {
        let mut salt = [0; SALT_BYTES];
        aws_lc_rs::rand::fill(&mut salt).expect("the system gives random bytes");
        let salt: String = salt.iter().map(|byte| format!("{byte:02x}")).collect();
        let digest = digest(&salt, value)?;
        Ok(Self {
            salt: Some(salt),
            digest,
        })
    }

    fn without_salt(&self) -> Self {
        Self {
            salt: None,
            ..self.clone()
        }
    }

    /// Whether it holds for a value; without its salt, whether the value is gone too.
    fn holds(&self, value: &impl Serialize, is_gone: bool) -> bool {
        match &self.salt {
            Some(salt) => digest(salt, value).is_ok_and(|it| it == self.digest),
            None => is_gone,
        }
    }
}

fn digest(salt: &str, value: &impl Serialize) -> Result<Digest, serde_json::Error> {
    let mut bytes = salt.as_bytes().to_vec();
    serde_json::to_writer(&mut bytes, value)?;
    Ok(Digest::of(&bytes))
}

impl Record {
    pub fn new(entry: &AuditEntry) -> Result<Self, PlatformError> {
        let seals = || -> Result<Seals, serde_json::Error> {
            Ok(Seals {
                by: Part::new(&entry.by)?,
                account: Part::new(&entry.account_id)?,
                reason: Part::new(&entry.reason)?,
            })
        };
        Ok(Self {
            entry: entry.clone(),
            seals: seals().map_err(|error| unwritable(entry.event_id, error))?,
        })
    }

    /// Reads an item; `None` for the seals of an entry from before there was a chain.
    pub fn read(item: Item) -> Result<(AuditEntry, Option<Seals>), PlatformError> {
        let Kept { seals } = from_item(item.clone())?;
        Ok((from_item(item)?, seals))
    }

    pub fn item(&self) -> Result<Item, PlatformError> {
        let id = self.entry.event_id;
        let mut item = to_item(entry_key(id), ENTITY_TYPE, &self.entry)?;
        let seals =
            serde_dynamo::to_attribute_value(&self.seals).map_err(|error| unwritable(id, error))?;
        item.insert(SEALS.to_owned(), seals);
        Ok(item)
    }

    /// The record with another entry, which lacks what was erased: the salts of that go too.
    pub fn reduced_to(&self, entry: AuditEntry) -> Self {
        let part = |part: &Part, goes: bool| match goes {
            true => part.without_salt(),
            false => part.clone(),
        };
        let (before, seals) = (&self.entry, &self.seals);
        Self {
            seals: Seals {
                by: part(&seals.by, entry.by != before.by),
                account: part(&seals.account, entry.account_id != before.account_id),
                reason: part(&seals.reason, entry.reason != before.reason),
            },
            entry,
        }
    }

    /// What the chain says, or is to say, of the entry.
    pub fn commitment(&self) -> Commitment {
        let (entry, seals) = (&self.entry, &self.seals);
        Commitment {
            form: FORM,
            event_id: entry.event_id,
            at: entry.at,
            action: entry.action,
            purchase_id: entry.purchase_id,
            subject: entry.subject.clone(),
            level: entry.level,
            ends_at: entry.ends_at,
            detail: entry.detail.clone(),
            by: seals.by.digest,
            account: seals.account.digest,
            reason: seals.reason.digest,
        }
    }

    /// The parts that aren't what their digests say.
    pub fn changed_parts(&self) -> Vec<PersonalPart> {
        let (entry, seals) = (&self.entry, &self.seals);
        let by_is_gone = entry.by == Actor::Erased;
        let parts = [
            (PersonalPart::Who, seals.by.holds(&entry.by, by_is_gone)),
            (
                PersonalPart::AboutWhom,
                seals
                    .account
                    .holds(&entry.account_id, entry.account_id.is_none()),
            ),
            (
                PersonalPart::Reason,
                seals.reason.holds(&entry.reason, entry.reason.is_none()),
            ),
        ];
        let changed = parts.into_iter().filter(|(_, holds)| !holds);
        changed.map(|(part, _)| part).collect()
    }

    /// Whether something of it went with somebody who was erased.
    pub fn is_reduced(&self) -> bool {
        let seals = &self.seals;
        let parts = [&seals.by, &seals.account, &seals.reason];
        parts.iter().any(|part| part.salt.is_none())
    }
}

impl Commitment {
    pub(super) fn digest(&self) -> Result<Digest, PlatformError> {
        let bytes = serde_json::to_vec(self).map_err(|error| unwritable(self.event_id, error))?;
        Ok(Digest::of(&bytes))
    }
}

pub(super) fn entry_key(id: EventId) -> PrimaryKey {
    PrimaryKey::Audit(AuditKey::Entry(id))
}

fn unwritable<E: std::error::Error + Send + Sync + 'static>(
    id: EventId,
    error: E,
) -> PlatformError {
    PlatformError::Unwritable {
        key: entry_key(id).to_string(),
        source: Box::new(error),
    }
}
