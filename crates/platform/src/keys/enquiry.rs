//! Keys of enquiries, of what belongs to them, and of the lists of them.

use super::{Digest, IdentityKey, PrimaryKey, time};
use durbar_domain::{AccountId, BrokerId, EnquiryId, EventId, MessageId, enquiry::Party};
use jiff::Timestamp;

/// The key of an item about an enquiry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EnquiryKey {
    Enquiry(EnquiryId),
    Message {
        enquiry_id: EnquiryId,
        message_id: MessageId,
    },
    /// A link to the thread for a guest, by the hash of its secret.
    Link {
        enquiry_id: EnquiryId,
        secret: Digest,
    },
    /// That one side has had the mail of an event.
    Mailed {
        enquiry_id: EnquiryId,
        event_id: EventId,
        to: Party,
    },
    /// The form an enquiry was sent with, for the enquiry.
    FormOf {
        enquiry_id: EnquiryId,
        form: Digest,
    },
    /// The enquiry a form was sent with, so that sending it twice makes one.
    Form(Digest),
    /// An entry of the list of a buyer's enquiries.
    OfBuyer {
        account_id: AccountId,
        enquiry_id: EnquiryId,
    },
    /// A guest's enquiry by their address of mail, for the account they may make with it.
    OfAddress {
        address: Digest,
        enquiry_id: EnquiryId,
    },
    /// An entry of the list of enquiries that a member of an agency is in charge of.
    InCharge {
        account_id: AccountId,
        enquiry_id: EnquiryId,
    },
    /// An entry of a broker's calendar: a time that was proposed for a viewing or agreed.
    Viewing {
        broker_id: BrokerId,
        starts_at: Timestamp,
        enquiry_id: EnquiryId,
    },
    /// An entry of the list of enquiries to a broker.
    OfBroker {
        broker_id: BrokerId,
        enquiry_id: EnquiryId,
    },
}

const METADATA: &str = "METADATA";
const VIEWING: &str = "VIEWING#";

impl EnquiryKey {
    /// What the `SK` of every message starts with.
    pub const MESSAGES: &'static str = "MESSAGE#";
    /// What the `SK` of every form of an enquiry starts with.
    pub const FORMS: &'static str = "FORM#";
    /// What the `SK` of every entry of a list of enquiries starts with.
    pub const ENTRIES: &'static str = "ENQUIRY#";
    /// What the `SK` of every entry of those somebody is in charge of starts with.
    pub const IN_CHARGE: &'static str = "INCHARGE#";

    pub(super) fn partition(&self) -> String {
        match self {
            Self::Enquiry(id)
            | Self::Message { enquiry_id: id, .. }
            | Self::Link { enquiry_id: id, .. }
            | Self::Mailed { enquiry_id: id, .. }
            | Self::FormOf { enquiry_id: id, .. } => Self::enquiry_partition(*id),
            Self::Form(form) => format!("FORM#{form}"),
            Self::OfBuyer { account_id, .. } | Self::InCharge { account_id, .. } => {
                PrimaryKey::account_partition(*account_id)
            }
            Self::OfAddress { address, .. } => IdentityKey::address_partition(*address),
            Self::OfBroker { broker_id, .. } | Self::Viewing { broker_id, .. } => {
                PrimaryKey::Broker(*broker_id).partition()
            }
        }
    }

    pub(super) fn sort(&self) -> String {
        match self {
            Self::Enquiry(_) | Self::Form(_) => METADATA.to_owned(),
            Self::Message { message_id, .. } => format!("{}{message_id}", Self::MESSAGES),
            Self::Link { secret, .. } => format!("LINK#{secret}"),
            Self::Mailed { event_id, to, .. } => {
                format!("MAILED#{event_id}#{}", <&str>::from(*to))
            }
            Self::FormOf { form, .. } => format!("{}{form}", Self::FORMS),
            Self::Viewing {
                starts_at,
                enquiry_id,
                ..
            } => format!("{VIEWING}{}#{enquiry_id}", time::write(*starts_at)),
            Self::InCharge { enquiry_id, .. } => format!("{}{enquiry_id}", Self::IN_CHARGE),
            Self::OfBuyer { enquiry_id, .. }
            | Self::OfAddress { enquiry_id, .. }
            | Self::OfBroker { enquiry_id, .. } => {
                format!("{}{enquiry_id}", Self::ENTRIES)
            }
        }
    }

    /// The first and the last `SK` of a broker's viewings that begin from one time to another,
    /// the second left out.
    pub fn viewings_between(from: Timestamp, to: Timestamp) -> (String, String) {
        let start = |at| format!("{VIEWING}{}", time::write(at));
        (start(from), start(to))
    }

    /// `PK` of an enquiry and all that belongs to it.
    pub fn enquiry_partition(id: EnquiryId) -> String {
        format!("ENQUIRY#{id}")
    }

    pub(super) fn read(partition: &str, sort: &str) -> Option<Self> {
        let (kind, rest) = partition.split_once('#')?;
        if (kind, sort) == ("FORM", METADATA) {
            return Some(Self::Form(rest.parse().ok()?));
        }
        if let ("USER" | "BROKER" | "EMAIL", Some(id)) = (kind, sort.strip_prefix(Self::ENTRIES)) {
            let enquiry_id = id.parse().ok()?;
            return match kind {
                "USER" => Some(Self::OfBuyer {
                    account_id: rest.parse().ok()?,
                    enquiry_id,
                }),
                "EMAIL" => Some(Self::OfAddress {
                    address: rest.parse().ok()?,
                    enquiry_id,
                }),
                _ => Some(Self::OfBroker {
                    broker_id: rest.parse().ok()?,
                    enquiry_id,
                }),
            };
        }
        if let ("USER", Some(id)) = (kind, sort.strip_prefix(Self::IN_CHARGE)) {
            return Some(Self::InCharge {
                account_id: rest.parse().ok()?,
                enquiry_id: id.parse().ok()?,
            });
        }
        if let ("BROKER", Some(viewing)) = (kind, sort.strip_prefix(VIEWING)) {
            let (starts_at, id) = viewing.split_once('#')?;
            return Some(Self::Viewing {
                broker_id: rest.parse().ok()?,
                starts_at: time::read(starts_at)?,
                enquiry_id: id.parse().ok()?,
            });
        }
        if kind != "ENQUIRY" {
            return None;
        }
        let enquiry_id: EnquiryId = rest.parse().ok()?;
        if sort == METADATA {
            return Some(Self::Enquiry(enquiry_id));
        }
        let (what, name) = sort.split_once('#')?;
        match what {
            "MESSAGE" => Some(Self::Message {
                enquiry_id,
                message_id: name.parse().ok()?,
            }),
            "LINK" => Some(Self::Link {
                enquiry_id,
                secret: name.parse().ok()?,
            }),
            "FORM" => Some(Self::FormOf {
                enquiry_id,
                form: name.parse().ok()?,
            }),
            "MAILED" => {
                let (event_id, to) = name.split_once('#')?;
                Some(Self::Mailed {
                    enquiry_id,
                    event_id: event_id.parse().ok()?,
                    to: to.parse().ok()?,
                })
            }
            _ => None,
        }
    }
}
