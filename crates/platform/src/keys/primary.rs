//! Keys of the items themselves.

use super::{
    AgencyKey, AlertKey, AuditKey, Digest, EnquiryKey, IdentityKey, ImportKey, KeyError,
    LicenseKey, MediaKey, OUTBOX_SHARDS, PurchaseKey, ShortlistKey, VIEW_SHARDS, shard,
};
use durbar_domain::{
    AccountId, BrokerId, EventId, PropertyId, document::Document, service_level::PageGroup,
    web_vitals::PageKind,
};
use jiff::civil::Date;
use std::fmt;

/// The key of one item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PrimaryKey {
    Listing(PropertyId),
    /// A listing as it is being written.
    Draft(PropertyId),
    /// An entry of a listing's history.
    History {
        listing_id: PropertyId,
        event_id: EventId,
    },
    /// That a mail about a listing's review was sent.
    DraftMailed {
        listing_id: PropertyId,
        event_id: EventId,
    },
    /// Views of a listing on one day (UTC), one of [`VIEW_SHARDS`] parts.
    ViewStat {
        listing_id: PropertyId,
        date: Date,
        shard: u8,
    },
    /// A paper of a home that was sent to be checked.
    Document {
        listing_id: PropertyId,
        document: Document,
    },
    /// That somebody has to look at it.
    DocumentWaiting {
        listing_id: PropertyId,
        document: Document,
    },
    /// Somebody's invitation to look at a home, by the secret of its link.
    PrivateInvitation {
        listing_id: PropertyId,
        secret: Digest,
    },
    /// What people did about a listing on one day (UTC).
    InterestStat {
        listing_id: PropertyId,
        date: Date,
    },
    /// That an event is among what is counted of a listing.
    InterestCounted {
        listing_id: PropertyId,
        event_id: EventId,
    },
    Broker(BrokerId),
    /// A home somebody marked with a heart.
    Favorite {
        account_id: AccountId,
        listing_id: PropertyId,
    },
    /// A home whose premium media somebody opened on one day (in Nepal).
    PremiumUse {
        account_id: AccountId,
        date: Date,
        listing_id: PropertyId,
    },
    /// An event that waits to be published, in one of [`OUTBOX_SHARDS`] queues.
    Outbox {
        shard: u8,
        event_id: EventId,
    },
    /// An event that no attempt could publish.
    Parked {
        shard: u8,
        event_id: EventId,
    },
    /// Enquiries and what belongs to them.
    Enquiry(EnquiryKey),
    /// Shortlists and what belongs to them.
    Shortlist(ShortlistKey),
    /// Accounts and what proves who somebody is.
    Identity(IdentityKey),
    /// Purchases and the levels they give.
    Purchase(PurchaseKey),
    /// The audit trail.
    Audit(AuditKey),
    /// Brokers' licences.
    License(LicenseKey),
    /// Saved searches and the alerts about them.
    Alert(AlertKey),
    /// Agencies and calendars.
    Agency(AgencyKey),
    /// Files of listings and the work on them.
    Media(MediaKey),
    /// What is known of imported homes.
    Import(ImportKey),
    /// How the pages of a group were answered on one day (UTC).
    ServiceLevel {
        date: Date,
        group: PageGroup,
    },
    /// What browsers measured of the pages of a kind on one day (UTC).
    WebVitals {
        date: Date,
        page: PageKind,
    },
    /// The switches of features.
    FeatureFlags,
    /// How far the seeding of the demo market has come.
    Seed,
    /// Which content the table holds.
    Generation,
}

const METADATA: &str = "METADATA";
const PROFILE: &str = "PROFILE";
const DRAFT: &str = "DRAFT";
const MAILED: &str = "MAILED#";
const FEATURE_FLAGS: &str = "FEATUREFLAGS";
const SEED: &str = "SEED";
const GENERATION: &str = "GENERATION";
const INTERESTSTAT: &str = "INTERESTSTAT#";
const INTERESTCOUNTED: &str = "INTERESTCOUNTED#";
const VIEWSTAT: &str = "VIEWSTAT";
const SERVICE_LEVELS: &str = "SERVICELEVEL#ALL";
const WEB_VITALS: &str = "WEBVITALS#ALL";

impl PrimaryKey {
    /// The value of `PK`.
    pub fn partition(&self) -> String {
        match self {
            Self::Listing(id)
            | Self::Draft(id)
            | Self::History { listing_id: id, .. }
            | Self::DraftMailed { listing_id: id, .. }
            | Self::ViewStat { listing_id: id, .. }
            | Self::Document { listing_id: id, .. }
            | Self::PrivateInvitation { listing_id: id, .. }
            | Self::InterestStat { listing_id: id, .. }
            | Self::InterestCounted { listing_id: id, .. } => Self::listing_partition(*id),
            Self::Broker(id) => format!("BROKER#{id}"),
            Self::Favorite { account_id, .. } | Self::PremiumUse { account_id, .. } => {
                Self::account_partition(*account_id)
            }
            Self::Enquiry(key) => key.partition(),
            Self::Shortlist(key) => key.partition(),
            Self::Identity(key) => key.partition(),
            Self::Purchase(key) => key.partition(),
            Self::Audit(key) => key.partition(),
            Self::License(key) => key.partition(),
            Self::Alert(key) => key.partition(),
            Self::Agency(key) => key.partition(),
            Self::Media(key) => key.partition(),
            Self::Import(key) => key.partition(),
            Self::Outbox { shard, .. } => Self::outbox_partition(*shard),
            Self::Parked { shard, .. } => Self::parked_partition(*shard),
            Self::DocumentWaiting { .. } => Self::DOCUMENTS_WAITING.to_owned(),
            Self::ServiceLevel { .. } => Self::service_level_partition(),
            Self::WebVitals { .. } => Self::web_vitals_partition(),
            Self::FeatureFlags => FEATURE_FLAGS.to_owned(),
            Self::Seed => SEED.to_owned(),
            Self::Generation => GENERATION.to_owned(),
        }
    }

    /// The value of `SK`.
    pub fn sort(&self) -> String {
        match self {
            Self::Listing(_) | Self::FeatureFlags | Self::Seed | Self::Generation => {
                METADATA.to_owned()
            }
            Self::Draft(_) => DRAFT.to_owned(),
            Self::History { event_id, .. } => format!("{}{event_id}", Self::HISTORY),
            Self::DraftMailed { event_id, .. } => format!("{MAILED}{event_id}"),
            Self::Document { document, .. } => format!("{}{}", Self::DOCUMENTS, document.key()),
            Self::DocumentWaiting {
                listing_id,
                document,
            } => format!("{listing_id}#{}", document.key()),
            Self::PrivateInvitation { secret, .. } => {
                format!("{}{secret}", Self::PRIVATE_INVITATIONS)
            }
            Self::InterestStat { date, .. } => format!("{INTERESTSTAT}{date}"),
            Self::InterestCounted { event_id, .. } => format!("{INTERESTCOUNTED}{event_id}"),
            Self::ViewStat { date, shard, .. } => format!("{VIEWSTAT}#{date}#{shard:02}"),
            Self::ServiceLevel { date, group } => format!("{date}#{}", group.key()),
            Self::WebVitals { date, page } => format!("{date}#{}", page.key()),
            Self::Broker(_) => PROFILE.to_owned(),
            Self::Favorite { listing_id, .. } => format!("{}{listing_id}", Self::FAVORITES),
            Self::PremiumUse {
                date, listing_id, ..
            } => format!("{}{listing_id}", Self::premium_uses_on(*date)),
            Self::Enquiry(key) => key.sort(),
            Self::Shortlist(key) => key.sort(),
            Self::Identity(key) => key.sort(),
            Self::Purchase(key) => key.sort(),
            Self::Audit(key) => key.sort(),
            Self::License(key) => key.sort(),
            Self::Alert(key) => key.sort(),
            Self::Agency(key) => key.sort(),
            Self::Media(key) => key.sort(),
            Self::Import(key) => key.sort(),
            Self::Outbox { event_id, .. } | Self::Parked { event_id, .. } => event_id.to_string(),
        }
    }

    /// What the `SK` of every heart of an account starts with.
    pub const FAVORITES: &'static str = "FAVORITE#";

    /// What the `SK` of every home somebody opened starts with.
    pub const PREMIUM_USES: &'static str = "PREMIUMUSE#";

    /// What the `SK` of every home somebody opened on a day starts with.
    pub fn premium_uses_on(date: Date) -> String {
        format!("{}{date}#", Self::PREMIUM_USES)
    }

    /// What the `SK` of every paper of a home starts with.
    pub const DOCUMENTS: &'static str = "DOCUMENT#";

    /// What the `SK` of every invitation to look at a home starts with.
    pub const PRIVATE_INVITATIONS: &'static str = "INVITED#";

    /// `PK` of the papers that somebody has to look at.
    pub const DOCUMENTS_WAITING: &'static str = "DOCUMENTSWAITING";

    /// What the `SK` of every entry of a listing's history starts with.
    pub const HISTORY: &'static str = "HISTORY#";

    /// `PK` of a listing and all that belongs to it.
    pub fn listing_partition(id: PropertyId) -> String {
        format!("PROPERTY#{id}")
    }

    /// `PK` of what belongs to an account.
    pub fn account_partition(id: AccountId) -> String {
        format!("USER#{id}")
    }

    /// `PK` of one queue of the outbox.
    pub fn outbox_partition(shard: u8) -> String {
        shard::partition("OUTBOX", shard)
    }

    /// `PK` of the events of one queue that were given up on.
    pub fn parked_partition(shard: u8) -> String {
        shard::partition("PARKED", shard)
    }

    /// The first and the last `SK` of a listing's views from one day to another, both included.
    pub fn view_stat_range(from: Date, to: Date) -> (String, String) {
        (
            format!("{VIEWSTAT}#{from}#00"),
            format!("{VIEWSTAT}#{to}#99"),
        )
    }

    /// `PK` of how pages were answered: three items a day, for 90 days.
    pub fn service_level_partition() -> String {
        SERVICE_LEVELS.to_owned()
    }

    /// `PK` of what browsers measured: four items a day, for 90 days.
    pub fn web_vitals_partition() -> String {
        WEB_VITALS.to_owned()
    }

    /// The first and the last `SK` of how pages were answered, and of what browsers measured,
    /// from one day to another, both included.
    pub fn service_level_range(from: Date, to: Date) -> (String, String) {
        (format!("{from}#"), format!("{to}#~"))
    }

    /// The first and the last `SK` of what people did about a listing from one day to another,
    /// both included.
    pub fn interest_stat_range(from: Date, to: Date) -> (String, String) {
        (
            format!("{INTERESTSTAT}{from}"),
            format!("{INTERESTSTAT}{to}"),
        )
    }

    /// Reads a key back.
    pub fn parse(partition: &str, sort: &str) -> Result<Self, KeyError> {
        Self::read(partition, sort).ok_or_else(|| KeyError::new(partition, sort))
    }

    fn read(partition: &str, sort: &str) -> Option<Self> {
        match (partition, sort) {
            (Self::DOCUMENTS_WAITING, sort) => {
                let (listing_id, document) = sort.split_once('#')?;
                return Some(Self::DocumentWaiting {
                    listing_id: listing_id.parse().ok()?,
                    document: document.parse().ok()?,
                });
            }
            (SERVICE_LEVELS, sort) => {
                let (date, group) = sort.split_once('#')?;
                return Some(Self::ServiceLevel {
                    date: one_day(date)?,
                    group: group.parse().ok()?,
                });
            }
            (WEB_VITALS, sort) => {
                let (date, page) = sort.split_once('#')?;
                return Some(Self::WebVitals {
                    date: one_day(date)?,
                    page: page.parse().ok()?,
                });
            }
            (FEATURE_FLAGS, METADATA) => return Some(Self::FeatureFlags),
            (SEED, METADATA) => return Some(Self::Seed),
            (GENERATION, METADATA) => return Some(Self::Generation),
            _ => {}
        }
        let (kind, rest) = partition.split_once('#')?;
        match (kind, sort) {
            ("PROPERTY", METADATA) => Some(Self::Listing(rest.parse().ok()?)),
            ("PROPERTY", DRAFT) => Some(Self::Draft(rest.parse().ok()?)),
            ("PROPERTY", sort) if sort.starts_with(Self::HISTORY) => Some(Self::History {
                listing_id: rest.parse().ok()?,
                event_id: sort.strip_prefix(Self::HISTORY)?.parse().ok()?,
            }),
            ("PROPERTY", sort) if sort.starts_with(MAILED) => Some(Self::DraftMailed {
                listing_id: rest.parse().ok()?,
                event_id: sort.strip_prefix(MAILED)?.parse().ok()?,
            }),
            ("PROPERTY", sort) if sort.starts_with(Self::DOCUMENTS) => Some(Self::Document {
                listing_id: rest.parse().ok()?,
                document: sort.strip_prefix(Self::DOCUMENTS)?.parse().ok()?,
            }),
            ("PROPERTY", sort) if sort.starts_with(Self::PRIVATE_INVITATIONS) => {
                Some(Self::PrivateInvitation {
                    listing_id: rest.parse().ok()?,
                    secret: sort.strip_prefix(Self::PRIVATE_INVITATIONS)?.parse().ok()?,
                })
            }
            ("PROPERTY", sort) if sort.starts_with(INTERESTCOUNTED) => {
                Some(Self::InterestCounted {
                    listing_id: rest.parse().ok()?,
                    event_id: sort.strip_prefix(INTERESTCOUNTED)?.parse().ok()?,
                })
            }
            ("PROPERTY", sort) if sort.starts_with(INTERESTSTAT) => Some(Self::InterestStat {
                listing_id: rest.parse().ok()?,
                date: one_day(sort.strip_prefix(INTERESTSTAT)?)?,
            }),
            ("PROPERTY", sort)
                if sort.starts_with(MediaKey::FILES) || sort.starts_with(MediaKey::ALIKES) =>
            {
                MediaKey::read(partition, sort).map(Self::Media)
            }
            ("PROPERTY", _) => {
                let (date, part) = sort
                    .strip_prefix(VIEWSTAT)?
                    .strip_prefix('#')?
                    .split_once('#')?;
                let day = one_day(date)?;
                let shard = shard::parse(part, VIEW_SHARDS)?;
                Some(Self::ViewStat {
                    listing_id: rest.parse().ok()?,
                    date: day,
                    shard,
                })
            }
            ("BROKER", PROFILE) => Some(Self::Broker(rest.parse().ok()?)),
            ("USER", sort) if sort.starts_with(Self::FAVORITES) => Some(Self::Favorite {
                account_id: rest.parse().ok()?,
                listing_id: sort.strip_prefix(Self::FAVORITES)?.parse().ok()?,
            }),
            ("USER", sort) if sort.starts_with(Self::PREMIUM_USES) => {
                let (day, id) = sort.strip_prefix(Self::PREMIUM_USES)?.split_once('#')?;
                let date: Date = day.parse().ok()?;
                // One spelling a day.
                (date.to_string() == day).then_some(())?;
                Some(Self::PremiumUse {
                    account_id: rest.parse().ok()?,
                    date,
                    listing_id: id.parse().ok()?,
                })
            }
            ("OUTBOX", id) => Some(Self::Outbox {
                shard: shard::parse(rest, OUTBOX_SHARDS)?,
                event_id: id.parse().ok()?,
            }),
            ("PARKED", id) => Some(Self::Parked {
                shard: shard::parse(rest, OUTBOX_SHARDS)?,
                event_id: id.parse().ok()?,
            }),
            _ => IdentityKey::read(partition, sort)
                .map(Self::Identity)
                .or_else(|| EnquiryKey::read(partition, sort).map(Self::Enquiry))
                .or_else(|| ShortlistKey::read(partition, sort).map(Self::Shortlist))
                .or_else(|| PurchaseKey::read(partition, sort).map(Self::Purchase))
                .or_else(|| AuditKey::read(partition, sort).map(Self::Audit))
                .or_else(|| LicenseKey::read(partition, sort).map(Self::License))
                .or_else(|| AlertKey::read(partition, sort).map(Self::Alert))
                .or_else(|| AgencyKey::read(partition, sort).map(Self::Agency))
                .or_else(|| MediaKey::read(partition, sort).map(Self::Media))
                .or_else(|| ImportKey::read(partition, sort).map(Self::Import)),
        }
    }
}

impl fmt::Display for PrimaryKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} / {}", self.partition(), self.sort())
    }
}

/// A day, in its one spelling.
fn one_day(text: &str) -> Option<Date> {
    let day: Date = text.parse().ok()?;
    (day.to_string() == text).then_some(day)
}
