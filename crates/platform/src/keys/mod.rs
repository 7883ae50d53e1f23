//! Every key of the single table, built and read back in this module alone.
//!
//! | item | PK | SK |
//! |---|---|---|
//! | listing | `PROPERTY#<id>` | `METADATA` |
//! | listing while it is written | `PROPERTY#<id>` | `DRAFT` |
//! | mail about its review that was sent | `PROPERTY#<id>` | `MAILED#<event id>` |
//! | invitation to look at it | `PROPERTY#<id>` | `INVITED#<hash>` |
//! | what happened to it | `PROPERTY#<id>` | `HISTORY#<event id>` |
//! | views of a day | `PROPERTY#<id>` | `VIEWSTAT#YYYY-MM-DD#<shard>` |
//! | file of a listing | `PROPERTY#<id>` | `MEDIA#<media id>` |
//! | picture that looks like another home's | `PROPERTY#<id>` | `ALIKE#<media id>#<other media id>` |
//! | picture under a part of its hash | `LOOK#<part>#<bits>` | `<media id>` |
//! | work on a file | `MEDIADUE#<shard>` | `<time>#<media id>` |
//! | broker | `BROKER#<id>` | `PROFILE` |
//! | heart | `USER#<id>` | `FAVORITE#<property id>` |
//! | home opened that day | `USER#<id>` | `PREMIUMUSE#YYYY-MM-DD#<property id>` |
//! | enquiry | `ENQUIRY#<id>` | `METADATA` |
//! | message of a thread | `ENQUIRY#<id>` | `MESSAGE#<message id>` |
//! | guest's link to a thread | `ENQUIRY#<id>` | `LINK#<hash>` |
//! | mail that was sent | `ENQUIRY#<id>` | `MAILED#<event id>#<side>` |
//! | form of an enquiry | `ENQUIRY#<id>` | `FORM#<hash>` |
//! | enquiry of a form | `FORM#<hash>` | `METADATA` |
//! | a buyer's enquiries | `USER#<id>` | `ENQUIRY#<id>` |
//! | a guest's enquiries | `EMAIL#<hash>` | `ENQUIRY#<id>` |
//! | enquiries to a broker | `BROKER#<id>` | `ENQUIRY#<id>` |
//! | shortlist | `SHORTLIST#<id>` | `METADATA` |
//! | home, note, vote in it | `SHORTLIST#<id>` | `HOME#<id>`, `NOTE#<id>`, `VOTE#<property id>#<member id>` |
//! | member, link of it | `SHORTLIST#<id>` | `MEMBER#<id>`, `INVITATION#<id>` |
//! | an account's shortlists | `USER#<id>` | `SHORTLIST#<id>` |
//! | how many an account owns | `USER#<id>` | `SHORTLISTS` |
//! | account | `USER#<id>` | `PROFILE` |
//! | password and second factor | `USER#<id>` | `CREDENTIAL` |
//! | session | `USER#<id>` | `SESSION#<session id>` |
//! | sign-in that waits | `USER#<id>` | `CHALLENGE#<hash>` |
//! | whose an address is | `EMAIL#<hash>` | `ACCOUNT` |
//! | sign-up that waits | `EMAIL#<hash>` | `PENDING#<account id>` |
//! | code sent by mail | `EMAIL#<hash>` | `CODE#CONFIRM`, `CODE#RESET` |
//! | keys of the identities | `IDENTITY#KEYS` | `SECRET`, `SIGNING#<number>` |
//! | attempts | `THROTTLE#<purpose>#<hash>` | `WINDOW#<number>`, `BACKOFF` |
//! | purchase | `PURCHASE#<id>` | `METADATA` |
//! | mail about it that was sent | `PURCHASE#<id>` | `MAILED#<event id>` |
//! | purchase of an account | `USER#<id>` | `PURCHASE#<id>` |
//! | purchase whose end is open | `OPENPURCHASE#<method>` | `<id>` |
//! | level of an account | `SUBSCRIPTION#<user id>` | `ACTIVE` |
//! | level that ends on a day | `SUBSCRIPTIONEND#YYYY-MM-DD` | `<user id>` |
//! | entry of the audit trail | `AUDIT#YYYY-MM` | `<event id>` |
//! | entry about an account | `USER#<id>` | `AUDIT#<event id>` |
//! | entry that is to be chained | `AUDITWAITING#ALL` | `<event id>` |
//! | link of the chain | `AUDITCHAIN#<number / 1000>` | `<number>` |
//! | end of the chain, how far it was exported | `AUDITCHAIN#STATE` | `HEAD`, `EXPORTED` |
//! | what a broker sent about the licence | `BROKER#<id>` | `LICENSE` |
//! | licence that waits to be looked at | `LICENSEWAITING#ALL` | `<broker id>` |
//! | end of a verification | `LICENSEEND#ALL` | `YYYY-MM-DD#<broker id>` |
//! | link to a paper | `LICENSELOOK#<hash>` | `METADATA` |
//! | saved search | `USER#<id>` or `ALERT#<hash>` | `SEARCH#<id>` |
//! | changes of an owner's searches | `USER#<id>` or `ALERT#<hash>` | `SEARCHES` |
//! | saved search in the list of all | `SAVEDSEARCH#<shard>` | `<id>` |
//! | link in an alert | `ALERTLINK#<hash>` | `METADATA` |
//! | what an address was told | `ALERT#<hash>` | `TOLD#NEW#<property id>`, `TOLD#<event id>` |
//! | alerts of a day | `ALERT#<hash>` | `SENT#YYYY-MM-DD` |
//! | alert that waits | `ALERTDUE#<shard>` | `<time>#<hash>#<what>` |
//! | who sends alerts | `ALERTDUE#<shard>` | `TURN` |
//! | event that a level hears later | `ALERTLATER#<level>` | `<time>#<event id>` |
//! | agency with its members | `AGENCY#<id>` | `METADATA` |
//! | invitation into it | `AGENCY#<id>` | `INVITATION#<id>` |
//! | member who leaves | `HANDOVER#ALL` | `<user id>` |
//! | enquiry that a member is in charge of | `USER#<id>` | `INCHARGE#<enquiry id>` |
//! | time of a viewing, proposed or agreed | `BROKER#<id>` | `VIEWING#<time>#<enquiry id>` |
//! | secret address of a calendar | `CALENDARFEED#<hash>` | `METADATA` |
//! | the one of an account | `USER#<id>` | `CALENDARFEED` |
//! | event to publish | `OUTBOX#<shard>` | `<event id>` |
//! | event given up on | `PARKED#<shard>` | `<event id>` |
//! | imported row, how far an import of a file came | `IMPORT#<hash>`, `IMPORTRUN#<hash>` | `METADATA` |
//! | import in a browser | `IMPORTS#ALL` | `<import id>` |
//! | how pages were answered on a day | `SERVICELEVEL#ALL` | `YYYY-MM-DD#<group>` |
//! | what browsers measured on a day | `WEBVITALS#ALL` | `YYYY-MM-DD#<kind of page>` |
//! | progress of seeding | `SEED` | `METADATA` |
//! | mark of the content | `GENERATION` | `METADATA` |
//!
//! | index | partition | sort |
//! |---|---|---|
//! | `GSI1` premium feed | `PREMIUM#<shard>` | `<created at>#<id>` |
//! | `GSI2` place and price | `GEO#<geohash of 5>` | `<price band>#<id>` |
//! | `GSI3` a broker's listings | `BROKER#<id>` | `<status>#<created at>#<id>` |
//! | `GSI3` a broker's drafts | `BROKER#<id>` | `draft#<created at>#<id>` |
//! | `GSI4` submitted drafts | `REVIEW` | `<submitted at>#<id>` |
//! | `GSI4` recent feed | `RECENT#<shard>` | `<created at>#<id>` |
//! | `GSI4` all brokers | `BROKERS` | `<created at>#<id>` |
//!
//! Feeds every write would hit are spread over a fixed number of shards; changing a number
//! of shards means rewriting the index, so the numbers are constants.

mod agency;
mod alert;
mod audit;
mod digest;
mod enquiry;
mod geo_cell;
mod identity;
mod import;
mod index;
mod index_key;
mod license;
mod media;
mod primary;
mod purchase;
mod shard;
mod shortlist;
mod time;

#[cfg(test)]
mod tests;

pub use agency::AgencyKey;
pub use alert::{ALERT_SHARDS, AlertKey, FactKey, OwnerKey};
pub use audit::AuditKey;
pub use digest::Digest;
pub use enquiry::EnquiryKey;
pub use geo_cell::GeoCell;
pub use identity::{CodeKind, IdentityKey};
pub use import::ImportKey;
pub use index::Index;
pub use index_key::IndexKey;
pub use license::LicenseKey;
pub use media::{MEDIA_SHARDS, MediaKey};
pub use primary::PrimaryKey;
pub use purchase::PurchaseKey;
pub use shard::{
    OUTBOX_SHARDS, PREMIUM_SHARDS, RECENT_SHARDS, SAVED_SEARCH_SHARDS, VIEW_SHARDS, shard_of,
};
pub use shortlist::ShortlistKey;

/// A text that no function of this module would have built.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a key of this table: {partition} / {sort}")]
pub struct KeyError {
    pub partition: String,
    pub sort: String,
}

impl KeyError {
    fn new(partition: &str, sort: &str) -> Self {
        Self {
            partition: partition.to_owned(),
            sort: sort.to_owned(),
        }
    }
}
