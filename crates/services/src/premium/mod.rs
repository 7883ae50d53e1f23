//! What of a home only members see: whom it opens to, and the cookies that open it.

mod decide;
mod opens;
mod reference;

#[cfg(test)]
mod tests;

pub use opens::PremiumOpens;
pub use reference::viewer_reference;

use crate::{ServiceError, listings::early_relation, permit::permit, time};
use decide::{entry, limit_of, relation_to, waits};
use durbar_domain::{
    AccountId, Listing, PropertyId,
    account::Principal,
    policy::Operation,
    premium::{PremiumAnswer, PremiumEntry, PremiumLimit, PremiumOffer, PremiumPart},
    status::Visibility,
};
use durbar_platform::{
    Platform, PlatformError,
    keys::PrimaryKey,
    listings::ListingStore,
    premium_uses::PremiumUseStore,
    signer::{PremiumAccess, SignError},
};
use jiff::Timestamp;
use std::{
    net::Ipv4Addr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// How much longer each home over the limit takes to open.
const SLOWER_BY: Duration = Duration::from_millis(250);
/// The longest that opening a home takes, once its turn has come.
const SLOWEST: Duration = Duration::from_secs(3);
/// The longest that an answer is held back. Only who opens many homes at once waits longer, and
/// is told to come again.
const LONGEST: Duration = Duration::from_secs(15);

/// Use cases about premium media. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Premium {
    listings: ListingStore,
    uses: PremiumUseStore,
    /// Without keys nothing opens.
    access: Option<PremiumAccess>,
    policy: PremiumPolicy,
    opens: Arc<Mutex<PremiumOpens>>,
}

/// What is done against premium media being passed on, beyond cookies that end soon.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PremiumPolicy {
    /// Whether cookies work from the visitor's address alone, where it is one of IPv4. Those of
    /// a visitor of IPv6 work from anywhere, since CloudFront binds to no such address.
    pub bind_address: bool,
    /// Whether the page marks pictures and panoramas with the reference of who sees them.
    pub watermark: bool,
}

/// What came of asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    pub answer: PremiumAnswer,
    /// Values for `Set-Cookie` headers that open what the answer names, and nothing else.
    pub cookies: Vec<String>,
    /// How long the answer was held back.
    pub slowed: Duration,
}

impl Premium {
    /// Without keys: see [`Self::signing`].
    pub fn new(platform: &Platform) -> Self {
        Self {
            listings: ListingStore::new(platform.table.clone()),
            uses: PremiumUseStore::new(platform.table.clone()),
            access: None,
            policy: PremiumPolicy::default(),
            opens: Arc::default(),
        }
    }

    /// Signs with what the site's edge verifies.
    pub fn signing(self, access: Option<PremiumAccess>, policy: PremiumPolicy) -> Self {
        Self {
            access,
            policy,
            ..self
        }
    }

    /// How often something was opened since this was asked last, in this process.
    pub fn take_opens(&self) -> PremiumOpens {
        let mut opens = self.opens.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *opens)
    }

    /// What the pictures that an account sees are marked with, if they are marked.
    pub fn watermark_of(&self, account_id: AccountId) -> Option<String> {
        self.policy.watermark.then(|| viewer_reference(account_id))
    }

    /// The homes whose premium media an account opened lately.
    pub async fn export_of(
        &self,
        account_id: AccountId,
    ) -> Result<serde_json::Value, ServiceError> {
        Ok(self.uses.export_of(account_id).await?)
    }

    /// Forgets which homes an account opened; gives back the keys of what was deleted.
    pub async fn erase_of(&self, account_id: AccountId) -> Result<Vec<PrimaryKey>, ServiceError> {
        Ok(self.uses.erase_of(account_id).await?)
    }

    /// Opens what the one who asks, from this address, may see of a home, and says what would
    /// open the rest. Asking again the same day, to renew the cookies, counts once.
    ///
    /// Over the limit of a level nobody is refused: that is said, and each further home takes
    /// a little longer, so that reading the whole market takes a day rather than a minute. Homes
    /// that are opened at once take their turns one after the other, so that asking for many at
    /// a time is no quicker than asking for one after another.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] for a home that isn't published, unless it is one's own;
    /// [`ServiceError::Refused`] for one that members see first, before one's turn;
    /// [`ServiceError::TooMany`] where so many are opened at once that its turn is far off.
    pub async fn open(
        &self,
        principal: &Principal,
        listing_id: PropertyId,
        address: Option<Ipv4Addr>,
        now: Timestamp,
    ) -> Result<Opened, ServiceError> {
        let listing = self.listings.get(listing_id).await?;
        let listing = listing.ok_or(ServiceError::NotFound)?;
        if listing.standard_status.visibility() != Visibility::Published {
            let relation = relation_to(principal, &listing);
            permit(principal, Operation::ReadUnpublishedListing, relation)?;
        }
        if listing.is_early() {
            // Its teaser alone is for everyone; what there is of it is not.
            let early = listing.early_access;
            let relation = early_relation(principal, listing.broker_id, early, now);
            permit(principal, Operation::ReadEarlyListing, relation)?;
        }
        let mut answer = self.answer(principal, &listing);
        let only_from = address.filter(|_| self.policy.bind_address);
        let cookies = self.cookies(&answer, listing_id, only_from, now)?;
        if cookies.is_empty() {
            let slowed = Duration::ZERO;
            return Ok(Opened {
                answer,
                cookies,
                slowed,
            });
        }
        let (over_limit, slowed) = self.count(principal, listing_id, now).await?;
        answer.over_limit = over_limit;
        if let Some(person) = principal.person() {
            let mut opens = self.opens.lock().unwrap_or_else(PoisonError::into_inner);
            opens.count(person.subscription_level);
        }
        let viewer = principal.person().map(|person| person.account_id);
        answer.watermark = viewer.and_then(|viewer| self.watermark_of(viewer));
        tokio::time::sleep(slowed).await;
        Ok(Opened {
            answer,
            cookies,
            slowed,
        })
    }

    /// What is open to the one who asks, before it is counted.
    fn answer(&self, principal: &Principal, listing: &Listing) -> PremiumAnswer {
        let kinds = PremiumOffer::of(&listing.premium_media).kinds();
        let parts = kinds.map(|(kind, count)| PremiumPart {
            kind,
            count,
            entry: match self.access {
                Some(_) => entry(principal, listing, kind),
                None => PremiumEntry::Closed,
            },
        });
        PremiumAnswer {
            parts: parts.collect(),
            over_limit: None,
            watermark: None,
        }
    }

    fn cookies(
        &self,
        answer: &PremiumAnswer,
        listing: PropertyId,
        only_from: Option<Ipv4Addr>,
        now: Timestamp,
    ) -> Result<Vec<String>, ServiceError> {
        let Some(access) = &self.access else {
            return Ok(Vec::new());
        };
        let mut cookies = Vec::new();
        for (kind, _) in answer.open() {
            let signed = access.signed_cookies_for(listing, kind, now, only_from);
            cookies.extend(signed.map_err(unsigned)?.set_cookie_headers());
        }
        Ok(cookies)
    }

    /// Counts that somebody opens a home today; tells whether that is more than their level
    /// is meant for, and how long to hold back the answer.
    async fn count(
        &self,
        principal: &Principal,
        listing_id: PropertyId,
        now: Timestamp,
    ) -> Result<(Option<PremiumLimit>, Duration), ServiceError> {
        let (Some(person), Some(limit)) = (principal.person(), limit_of(principal)) else {
            return Ok((None, Duration::ZERO));
        };
        let (account, today) = (person.account_id, time::kathmandu_date(now));
        let is_new = self.uses.note(account, today, listing_id, now).await?;
        let mut opened = self.uses.opened_on(account, today).await?;
        let over = opened.len() > usize::from(limit.homes);
        if is_new {
            // Behind all that are noted already, whenever they were asked for: of several at
            // once each is noted before it looks, so that no two have the same turn.
            opened.retain(|(_, home)| *home != listing_id);
            opened.push((now, listing_id));
        }
        let mine = opened.iter().position(|(_, home)| *home == listing_id);
        let before: Vec<Timestamp> = opened
            .iter()
            .take(mine.map_or(0, |mine| mine + 1))
            .map(|(at, _)| *at)
            .collect();
        // A home that has had its turn opens at once.
        let slowed = waits(&before, limit.homes.into(), now);
        if slowed > LONGEST {
            let retry_after = slowed;
            return Err(ServiceError::TooMany { retry_after });
        }
        Ok((over.then_some(limit), slowed))
    }
}

fn unsigned(error: SignError) -> ServiceError {
    ServiceError::Internal(PlatformError::Service {
        operation: "signing for premium media",
        retryable: false,
        source: Box::new(error),
    })
}
