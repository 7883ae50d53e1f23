//! From one event to all who want to hear of it.

use super::{Alerts, schedule};
use crate::search::words_in;
use durbar_domain::{
    AccountId, EarlyAccess, ListingSummary, PropertyId, SavedSearchId,
    account::{EmailAddress, SubscriptionLevel},
    event::DomainEvent,
    saved_search::{Alert, AlertFrequency, AlertKind, SearchOwner},
};
use durbar_platform::{
    PlatformError,
    alerts::{DueAlert, LaterEvent},
    keys::FactKey,
};
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, HashMap, HashSet};
use strum::VariantArray;

/// How long it is remembered what somebody was told: a home that comes back later is news.
const REMEMBERED_FOR: SignedDuration = SignedDuration::from_hours(40 * 24);

/// What one owner is told of, by one of its searches.
struct Match {
    saved_search_id: SavedSearchId,
    frequency: AlertFrequency,
    kind: AlertKind,
}

/// Where mail for an owner goes, and what it may hear of.
struct Recipient {
    address: EmailAddress,
    account_id: Option<AccountId>,
    level: SubscriptionLevel,
}

impl Alerts {
    /// Notes for everyone whose searches an event answers what to tell them; that each address
    /// is told once is seen to when it is sent. With `from`, for those of this level or a
    /// higher one: who rose since their new level's turn wasn't told then.
    pub(super) async fn fan_out(
        &self,
        event: &DomainEvent,
        from: Option<SubscriptionLevel>,
        now: Timestamp,
    ) -> Result<(), PlatformError> {
        let Some(listing_id) = event.listing_id() else {
            return Ok(());
        };
        let Some(listing) = self.inner.listings.get(listing_id).await? else {
            return Ok(());
        };
        let home = listing.publish();
        let Some(alert) = Alert::of(&event.detail, &home) else {
            return Ok(());
        };
        let early = home.card.early_access;
        if let Some(early) = early.filter(|_| from.is_none())
            && alert.kinds.contains(AlertKind::NewMatch)
        {
            self.remember_for_lower_levels(event, early, now).await?;
        }
        let matches = self.matches(&alert, &home.card);
        let recipients = self.recipients(matches.keys(), now).await?;
        let mut due: BTreeMap<EmailAddress, DueAlert> = BTreeMap::new();
        for (owner, matches) in matches {
            let Some(recipient) = recipients.get(&owner) else {
                continue;
            };
            if from.is_some_and(|from| recipient.level < from) {
                continue;
            }
            for one in matches {
                if early.is_some_and(|early| !early.is_open_to(recipient.level, now)) {
                    continue;
                }
                let next = due_alert(&one, recipient, (event, &alert, listing_id), now);
                due.entry(recipient.address.clone())
                    .and_modify(|known| join(known, &next))
                    .or_insert(next);
            }
        }
        let due: Vec<DueAlert> = due.into_values().collect();
        if !due.is_empty() {
            let times = (now, now + REMEMBERED_FOR);
            self.inner.queue.note(&due, times).await?;
            self.inner.waiting.notify_one();
        }
        Ok(())
    }

    /// The searches an alert answers, by owner.
    fn matches(&self, alert: &Alert, card: &ListingSummary) -> HashMap<SearchOwner, Vec<Match>> {
        let name = card.neighbourhood.name();
        let texts = [
            card.title.en.as_str(),
            card.title.ne.as_str(),
            name.en,
            name.ne,
        ];
        let words: HashSet<String> = texts.into_iter().flat_map(words_in).collect();
        let mut matches: HashMap<SearchOwner, Vec<Match>> = HashMap::new();
        for found in self.index().find(alert, &words) {
            matches.entry(found.owner.clone()).or_default().push(Match {
                saved_search_id: found.saved_search_id,
                frequency: found.frequency,
                kind: found.kind,
            });
        }
        matches
    }

    async fn recipients(
        &self,
        owners: impl Iterator<Item = &SearchOwner>,
        now: Timestamp,
    ) -> Result<HashMap<SearchOwner, Recipient>, PlatformError> {
        let mut recipients = HashMap::new();
        let mut accounts = Vec::new();
        for owner in owners {
            match owner {
                SearchOwner::Account(id) => accounts.push(*id),
                SearchOwner::Address(address) => {
                    let recipient = Recipient {
                        address: address.clone(),
                        account_id: None,
                        level: SubscriptionLevel::Free,
                    };
                    recipients.insert(owner.clone(), recipient);
                }
            }
        }
        for account in self.inner.accounts.get_many(&accounts).await? {
            let recipient = Recipient {
                level: account.subscription_level_at(now),
                account_id: Some(account.account_id),
                address: account.email,
            };
            recipients.insert(SearchOwner::Account(account.account_id), recipient);
        }
        Ok(recipients)
    }

    /// Of a home that is coming soon, lower levels hear later.
    async fn remember_for_lower_levels(
        &self,
        event: &DomainEvent,
        early: EarlyAccess,
        now: Timestamp,
    ) -> Result<(), PlatformError> {
        for level in SubscriptionLevel::VARIANTS {
            if !early.is_open_to(*level, now) {
                let later = LaterEvent {
                    // Keys hold whole milliseconds; one that is cut off must not come too early.
                    due_at: schedule::whole(early.opens_at(*level))
                        + SignedDuration::from_millis(1),
                    level: *level,
                    event: event.clone(),
                };
                self.inner.queue.add_later(&later).await?;
            }
        }
        Ok(())
    }
}

fn due_alert(
    one: &Match,
    recipient: &Recipient,
    (event, alert, listing_id): (&DomainEvent, &Alert, PropertyId),
    now: Timestamp,
) -> DueAlert {
    DueAlert {
        due_at: schedule::due_at(one.frequency, now),
        address: recipient.address.clone(),
        account_id: recipient.account_id,
        level: recipient.level,
        instant: one.frequency == AlertFrequency::Instant,
        fact: fact(one.kind, event, listing_id),
        kind: one.kind,
        listing_id,
        saved_search_ids: vec![one.saved_search_id],
        price_before: alert.price_before,
        attempts: 0,
    }
}

/// What an address is told once. That a home is new it hears once, whichever event says so;
/// of any other event by one mail at most.
fn fact(kind: AlertKind, event: &DomainEvent, listing_id: PropertyId) -> FactKey {
    match kind {
        AlertKind::NewMatch => FactKey::New(listing_id),
        AlertKind::PriceChange | AlertKind::StatusChange => FactKey::Event(event.event_id),
    }
}

/// Joins what several searches say to one address of one event: once, as soon as one of them
/// wants it, at the highest level that reads mail there.
fn join(known: &mut DueAlert, next: &DueAlert) {
    known.saved_search_ids.extend(&next.saved_search_ids);
    known.level = known.level.max(next.level);
    known.account_id = known.account_id.or(next.account_id);
    known.instant |= next.instant;
    known.due_at = known.due_at.min(next.due_at);
    if known.kind == AlertKind::NewMatch {
        (known.kind, known.fact) = (next.kind, next.fact);
    }
}
