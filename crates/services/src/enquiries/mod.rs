//! Enquiries: a buyer asks about a home or wishes to view it; the home's broker answers.

mod access;
mod assign;
pub mod mail;
mod received;
mod send;
mod step;

#[cfg(test)]
mod tests;

pub use access::Asker;
pub use assign::Charge;
pub use durbar_platform::{export::Value, link_token::LinkToken};
pub use received::Received;
pub use send::{Form, FormKey, Sent, Wish};

use crate::{
    Events, ServiceError,
    listings::{Cursor, Slice},
    permit::{permit, permit_own},
};
use durbar_domain::{
    AccountId, EnquiryId, ListingSummary, Locale, PropertyId,
    account::{Account, Principal},
    enquiry::{CalendarEntry, Enquiry, Message, Party, calendar},
    policy::{Operation, Relation},
    status::Visibility,
};
use durbar_platform::{
    Platform, accounts::AccountStore, agencies::AgencyStore, brokers::BrokerStore,
    enquiries::EnquiryStore, keys::PrimaryKey, listings::ListingStore, throttle::Throttle,
};
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeSet, HashMap};

/// How long a guest's link to a thread holds.
const LINK_HOLDS: SignedDuration = SignedDuration::from_hours(180 * 24);
/// Most enquiries on a page of a list.
const MOST: usize = 100;

/// Use cases about enquiries. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Enquiries {
    store: EnquiryStore,
    listings: ListingStore,
    brokers: BrokerStore,
    accounts: AccountStore,
    agencies: AgencyStore,
    throttle: Throttle,
    events: Events,
}

/// An enquiry with its thread, as one side sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Thread {
    pub enquiry: Enquiry,
    /// Oldest first.
    pub messages: Vec<Message>,
    /// The side of the one who asks.
    pub party: Party,
    /// What the enquiry is to them.
    pub relation: Relation,
    /// Names of those of the broker's agency who are in charge or wrote in it. Whoever has no
    /// account any more is left out.
    pub names: HashMap<AccountId, String>,
}

impl Enquiries {
    pub fn new(platform: &Platform, throttle: Throttle, events: Events) -> Self {
        Self {
            throttle,
            store: EnquiryStore::new(platform.table.clone()),
            listings: ListingStore::new(platform.table.clone()),
            brokers: BrokerStore::new(platform.table.clone()),
            accounts: AccountStore::new(platform.table.clone()),
            agencies: AgencyStore::new(platform.table.clone()),
            events,
        }
    }

    /// An enquiry with its thread, for its buyer, its broker, or a guest with the link.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] for everybody else.
    pub async fn thread(
        &self,
        asker: Asker<'_>,
        id: EnquiryId,
        now: Timestamp,
    ) -> Result<Thread, ServiceError> {
        let opened = self.open(asker, id, Operation::ReadEnquiry, now);
        let (enquiry, party, relation) = opened.await?;
        let messages = self.store.messages(id).await?;
        let authors = messages.iter().filter_map(|message| message.author);
        let people: BTreeSet<_> = authors.chain(enquiry.in_charge).collect();
        Ok(Thread {
            names: self.names(people).await?,
            messages,
            enquiry,
            party,
            relation,
        })
    }

    /// A page of the enquiries that the asker sent, newest first; `limit` is at most 100.
    pub async fn sent_by(
        &self,
        principal: &Principal,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Slice<Enquiry>, ServiceError> {
        let account = permit_own(principal, Operation::ReadEnquiry)?.account_id;
        let limit = limit.clamp(1, MOST);
        Ok(self.store.of_buyer(account, after, limit).await?)
    }

    /// What the public knows of the homes of enquiries, also once they have gone from the
    /// market; those that nobody may know of just now are left out.
    pub async fn homes(
        &self,
        enquiries: &[Enquiry],
    ) -> Result<HashMap<PropertyId, ListingSummary>, ServiceError> {
        let ids: BTreeSet<_> = enquiries.iter().map(|it| it.listing_id).collect();
        let ids: Vec<_> = ids.into_iter().collect();
        let cards = self.listings.summaries(&ids).await?;
        Ok(cards
            .into_iter()
            .filter(|card| card.standard_status.visibility() != Visibility::Hidden)
            .map(|card| (card.listing_id, card))
            .collect())
    }

    /// The calendar file (RFC 5545) of an agreed viewing. `url` is the thread's address, to be
    /// shown in the calendar; it must hold no secret.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] while no viewing is agreed.
    pub async fn calendar(
        &self,
        asker: Asker<'_>,
        id: EnquiryId,
        url: &str,
        locale: Locale,
        now: Timestamp,
    ) -> Result<String, ServiceError> {
        let opened = self.open(asker, id, Operation::ReadEnquiry, now);
        let (enquiry, ..) = opened.await?;
        let cards = self.listings.summaries(&[enquiry.listing_id]).await?;
        let title = cards.first().map(|card| card.title.get(locale).as_str());
        let place = cards
            .first()
            .map(|card| card.neighbourhood.name().get(locale).to_string());
        let words = durbar_messages::mail::enquiry::calendar(locale, title.unwrap_or_default());
        let entry = CalendarEntry {
            summary: &words,
            place: place.as_deref().unwrap_or_default(),
            url,
        };
        calendar(&enquiry, &entry).ok_or(ServiceError::NotFound)
    }

    /// Takes the enquiries that somebody sent without an account, from the address that their
    /// account has since proved to have, into the account; gives back how many. Done again it
    /// does nothing.
    pub async fn claim(&self, account: &Account, now: Timestamp) -> Result<usize, ServiceError> {
        let (id, email) = (account.account_id, &account.email);
        Ok(self.store.claim(id, email, now).await?)
    }

    /// All that is kept here of a buyer's account: a list of `{enquiry, thread}`. What a broker
    /// wrote stands in their buyers' threads and is the buyers'.
    pub async fn export_of(&self, account: AccountId) -> Result<Value, ServiceError> {
        Ok(self.store.export_of(account).await?)
    }

    /// Deletes all enquiries of a buyer's account with their threads, for the broker too;
    /// gives back the keys of what was deleted.
    pub async fn erase_of(&self, account: AccountId) -> Result<Vec<PrimaryKey>, ServiceError> {
        Ok(self.store.erase_of(account).await?)
    }

    async fn names(
        &self,
        ids: BTreeSet<AccountId>,
    ) -> Result<HashMap<AccountId, String>, ServiceError> {
        let ids: Vec<_> = ids.into_iter().collect();
        let accounts = self.accounts.get_many(&ids).await?;
        let name = |it: Account| (it.account_id, it.name.into());
        Ok(accounts.into_iter().map(name).collect())
    }

    /// The enquiry, the side of the one who asks, and what it is to them, if the policy lets
    /// them.
    async fn open(
        &self,
        asker: Asker<'_>,
        id: EnquiryId,
        operation: Operation,
        now: Timestamp,
    ) -> Result<(Enquiry, Party, Relation), ServiceError> {
        let enquiry = self.store.get(id).await?.ok_or(ServiceError::NotFound)?;
        let side = self.side(asker, &enquiry, now).await?;
        let relation = side.map_or(Relation::Secret, |(_, relation)| relation);
        permit(asker.principal, operation, relation)?;
        let (party, relation) = side.ok_or(ServiceError::NotFound)?;
        if party == Party::Broker {
            permit(asker.principal, Operation::ReceiveEnquiry, relation)?;
        }
        Ok((enquiry, party, relation))
    }
}
