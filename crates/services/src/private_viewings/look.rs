//! Looking at a home by an invitation.

use super::{PrivateLink, PrivateViewings};
use crate::ServiceError;
use durbar_domain::{
    PublicListing,
    audit::{Actor, AuditAction, AuditEntry, Detail},
    private_viewing::PrivateInvitation,
    status::Visibility,
};
use durbar_platform::{PlatformError, private_invitations::StoredInvitation, throttle::Purpose};
use jiff::Timestamp;

/// How often a look is noted that another one came before.
const ATTEMPTS: u32 = 5;

/// What a link leads to.
#[derive(Debug, Clone, PartialEq)]
pub enum Shown {
    Home(Box<PublicListing>, Box<PrivateInvitation>),
    /// Everyone sees it by now: the path of its page.
    Open(String),
}

impl PrivateViewings {
    /// Shows a home to who has the link of an invitation. The look is in the audit trail before
    /// anything is shown.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] for a link that opens nothing: it was taken back, has run
    /// out, the home has gone, or it was never ours; [`ServiceError::TooMany`] after 60 looks
    /// in an hour.
    pub async fn look(&self, link: &PrivateLink, now: Timestamp) -> Result<Shown, ServiceError> {
        let secret = link.secret.digest();
        for attempt in 0..ATTEMPTS {
            let found = self.store.find(link.home, secret).await?;
            let found = found.filter(|it| it.invitation.holds_at(now));
            let found = found.ok_or(ServiceError::NotFound)?;
            let listing = self.listings.get(link.home).await?;
            let listing = listing.ok_or(ServiceError::NotFound)?;
            if listing.visibility() == Visibility::Published {
                return Ok(Shown::Open(listing.summarize().public_path()));
            }
            if !PrivateInvitation::is_for(listing.standard_status) {
                return Err(ServiceError::NotFound);
            }
            let id = found.invitation.invitation_id.to_string();
            if attempt == 0 {
                self.throttle
                    .check_and_count(Purpose::PrivateViewing, &id, now)
                    .await?;
            }
            let looked = StoredInvitation {
                invitation: found.invitation.looked(now),
                ..found
            };
            // Who looks has no account; the invitation says whom it was given to.
            let entry = AuditEntry {
                detail: Detail::parse("detail", &id).ok(),
                ..self.entry(
                    Actor::Program,
                    AuditAction::ListingViewedPrivately,
                    link.home,
                    now,
                )
            };
            match self.store.write(&looked, &entry).await {
                Ok(()) => {
                    let home = Box::new(listing.publish());
                    return Ok(Shown::Home(home, Box::new(looked.invitation)));
                }
                // Somebody else looked, or it was taken back.
                Err(PlatformError::Conflict { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(ServiceError::TooMany {
            retry_after: std::time::Duration::from_secs(1),
        })
    }
}
