//! Homes that are announced to members before everyone sees them.

use super::{Change, Listings};
use crate::{ServiceError, permit::permit};
use durbar_domain::{
    BrokerId, EarlyAccess, ListingSummary, PropertyId, PublicListing,
    account::Principal,
    policy::{Decision, Operation, Relation, decide},
    status::Visibility,
};
use jiff::Timestamp;
use std::time::Duration;

/// What asking for the members' page of a home finds.
#[derive(Debug, Clone, PartialEq)]
pub enum FoundEarly {
    Early(Box<PublicListing>),
    /// Everyone may see it: the path of its page.
    Open(String),
    /// There is none, or nobody may know of it.
    NotFound,
}

impl Listings {
    /// Opens homes to everyone when their time has come, again and again until `end`.
    pub async fn open_every(&self, pause: Duration, end: impl Future<Output = ()>) {
        let mut end = std::pin::pin!(end);
        loop {
            match self.open_to_all(Timestamp::now()).await {
                Ok(0) => {}
                Ok(homes) => tracing::info!(homes, "opened to everyone"),
                Err(error) => tracing::error!(%error, "homes could not be opened to everyone"),
            }
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = &mut end => return,
            }
        }
    }

    /// Homes that the public doesn't see yet and who asks does, those announced last first.
    pub async fn early(
        &self,
        principal: &Principal,
        now: Timestamp,
    ) -> Result<Vec<ListingSummary>, ServiceError> {
        let mut homes = self.store.early().await?;
        homes.retain(|home| {
            let relation = early_relation(principal, home.broker_id, home.early_access, now);
            decide(principal, Operation::ReadEarlyListing, relation) == Decision::Allow
        });
        Ok(homes)
    }

    /// Cards of homes that who asks may see now, in the order of their identifiers here;
    /// others are left out.
    pub async fn cards_for(
        &self,
        principal: &Principal,
        ids: &[PropertyId],
        now: Timestamp,
    ) -> Result<Vec<ListingSummary>, ServiceError> {
        let mut cards = self.store.summaries(ids).await?;
        cards.retain(|card| visibility_for(principal, card, now) == Visibility::Published);
        Ok(cards)
    }

    /// How many homes the public doesn't see yet.
    pub async fn count_early(&self) -> Result<usize, ServiceError> {
        Ok(self.store.early().await?.len())
    }

    /// What members find under an identifier while the public doesn't see the home.
    ///
    /// # Errors
    /// [`ServiceError::Refused`] to whom it isn't open yet.
    pub async fn find_early(
        &self,
        principal: &Principal,
        id: PropertyId,
        now: Timestamp,
    ) -> Result<FoundEarly, ServiceError> {
        let Some(listing) = self.store.get(id).await? else {
            return Ok(FoundEarly::NotFound);
        };
        if !listing.is_early() {
            return Ok(match listing.visibility() {
                Visibility::Published | Visibility::Gone => {
                    FoundEarly::Open(listing.summarize().public_path())
                }
                Visibility::Hidden => FoundEarly::NotFound,
            });
        }
        let early = listing.early_access;
        let relation = early_relation(principal, listing.broker_id, early, now);
        permit(principal, Operation::ReadEarlyListing, relation)?;
        Ok(FoundEarly::Early(Box::new(listing.publish())))
    }

    /// Opens to everyone the homes whose last level's turn has come; gives back how many.
    pub async fn open_to_all(&self, now: Timestamp) -> Result<usize, ServiceError> {
        let mut opened = 0;
        for home in self.store.early().await? {
            let is_due = home
                .early_access
                .is_some_and(|early| early.ends_at() <= now);
            if !is_due {
                continue;
            }
            match self
                .change(home.listing_id, home.version, Change::OpenToAll)
                .await
            {
                Ok(_) => opened += 1,
                // Its broker, or another process, was faster: the next round looks again.
                Err(ServiceError::Conflict { .. } | ServiceError::NotFound) => {}
                // One that can't be read or written keeps no other closed.
                Err(error) => {
                    let home = home.listing_id;
                    tracing::error!(%home, %error, "a home could not be opened to everyone");
                }
            }
        }
        Ok(opened)
    }
}

/// What somebody sees of a home at `now`: an early one by their level, their role, or because
/// they offer it.
pub(crate) fn visibility_for(
    principal: &Principal,
    card: &ListingSummary,
    now: Timestamp,
) -> Visibility {
    if !card.is_early() {
        return card.visibility();
    }
    let relation = early_relation(principal, card.broker_id, card.early_access, now);
    match decide(principal, Operation::ReadEarlyListing, relation) {
        Decision::Allow => card.standard_status.visibility(),
        Decision::Deny(_) | Decision::Hide => card.visibility(),
    }
}

/// What an early home is to somebody: public once the turn of their level has come.
pub(crate) fn early_relation(
    principal: &Principal,
    broker_id: BrokerId,
    early_access: Option<EarlyAccess>,
    now: Timestamp,
) -> Relation {
    let offers = principal.person().and_then(|person| person.broker_id) == Some(broker_id);
    let level = principal.subscription_level();
    match early_access {
        _ if offers => Relation::Own,
        Some(early) if !early.is_open_to(level, now) => Relation::Others,
        _ => Relation::Public,
    }
}
