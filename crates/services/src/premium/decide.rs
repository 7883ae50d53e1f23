//! Whom a kind of premium media opens to, and after how long.

use super::{SLOWER_BY, SLOWEST};
use durbar_domain::{
    Listing,
    account::{Principal, Role, SubscriptionLevel},
    policy::{Decision, Refusal, Relation, decide},
    premium::{PremiumEntry, PremiumItem, PremiumKind, PremiumLimit},
};
use jiff::Timestamp;
use std::time::Duration;
use strum::VariantArray;

/// What a listing is to somebody.
pub(super) fn relation_to(principal: &Principal, listing: &Listing) -> Relation {
    let broker = principal.person().and_then(|person| person.broker_id);
    match broker == Some(listing.broker_id) {
        true => Relation::Own,
        false => Relation::Public,
    }
}

/// Whether a kind is open, or what would open it.
pub(super) fn entry(principal: &Principal, listing: &Listing, kind: PremiumKind) -> PremiumEntry {
    let relation = relation_to(principal, listing);
    match decide(principal, kind.operation(), relation) {
        Decision::Allow => {}
        Decision::Deny(refusal) => return refused(refusal),
        Decision::Hide => return PremiumEntry::Closed,
    }
    let media = listing.premium_media.iter().filter(|it| it.kind == kind);
    let items = media.map(|media| PremiumItem::of(media, listing.listing_id));
    PremiumEntry::Open(items.collect())
}

fn refused(refusal: Refusal) -> PremiumEntry {
    match refusal {
        Refusal::SignIn => PremiumEntry::SignIn,
        Refusal::Upgrade(level) => PremiumEntry::Level(level),
        Refusal::MultiFactor | Refusal::NotPermitted => PremiumEntry::Closed,
    }
}

/// How far somebody's level is meant to go in a day; `None` for those who see homes by their
/// role rather than by a level.
pub(super) fn limit_of(principal: &Principal) -> Option<PremiumLimit> {
    let person = principal.person()?;
    let level = person.subscription_level;
    let homes = |level: SubscriptionLevel| level.entitlements().premium_views_per_day;
    if homes(level) == 0 || person.role == Role::Admin {
        return None;
    }
    let further = SubscriptionLevel::VARIANTS.iter().copied();
    Some(PremiumLimit {
        homes: homes(level),
        level: further.filter(|other| homes(*other) > homes(level)).min(),
    })
}

/// How long the last of some homes waits that one account opened on a day, at these times: each
/// over the limit takes longer than the one before, and begins when that one is over.
pub(super) fn waits(opened: &[Timestamp], limit: usize, now: Timestamp) -> Duration {
    let mut over_at = Timestamp::MIN;
    for (at, further) in opened.iter().skip(limit).zip(1_u32..) {
        let takes = SLOWER_BY.saturating_mul(further).min(SLOWEST);
        let begins = over_at.max(*at);
        over_at = begins.checked_add(takes).unwrap_or(Timestamp::MAX);
    }
    // None, where it was over before.
    Duration::try_from(over_at.duration_since(now)).unwrap_or(Duration::ZERO)
}
