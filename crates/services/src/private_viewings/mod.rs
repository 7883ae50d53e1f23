//! Homes whose owners want no advertisement: shown to invited people alone, one to one. Each
//! invitation says what the owner signed, and each look is in the audit trail.

mod link;
mod look;

#[cfg(test)]
mod tests;

pub use link::PrivateLink;
pub use look::Shown;

use crate::{
    Events, ServiceError, accounts::postbox::Postbox, drafts::relation, permit::permit,
    time::unix_ms,
};
use durbar_domain::{
    InvitationId, Listing, Locale, PropertyId,
    account::{EmailAddress, Principal},
    audit::{Actor, AuditAction, AuditEntry, Subject},
    error::Problem,
    policy::{Operation, Refusal},
    private_viewing::{OptOut, PrivateInvitation},
    text::Name,
};
use durbar_messages::mail::private_viewing as words;
use durbar_platform::{
    Platform,
    brokers::BrokerStore,
    link_token::LinkToken,
    listings::ListingStore,
    mail::{MailMessage, MailSender},
    private_invitations::{PrivateInvitationStore, StoredInvitation},
    throttle::Throttle,
};
use jiff::Timestamp;
use std::sync::Arc;

/// Path of the page that an invitation leads to, without what the link holds.
const PAGE: &str = "/private/";

/// Use cases about homes that are shown to few. Cheap to clone.
#[derive(Debug, Clone)]
pub struct PrivateViewings {
    store: PrivateInvitationStore,
    listings: ListingStore,
    brokers: BrokerStore,
    throttle: Throttle,
    events: Events,
    postbox: Postbox,
    origin: String,
}

/// Whom to invite.
#[derive(Debug, Clone)]
pub struct Guest {
    pub name: Name,
    pub email: EmailAddress,
}

impl PrivateViewings {
    /// `origin` is that of links in mails, as in `https://durbar.example`.
    pub fn new(
        platform: &Platform,
        throttle: Throttle,
        events: Events,
        mail: Arc<dyn MailSender>,
        origin: &str,
    ) -> Self {
        let table = &platform.table;
        Self {
            store: PrivateInvitationStore::new(table.clone()),
            listings: ListingStore::new(table.clone()),
            brokers: BrokerStore::new(table.clone()),
            throttle,
            events,
            postbox: Postbox::new(mail),
            origin: origin.trim_end_matches('/').to_owned(),
        }
    }

    /// Waits until all mails have been handed over.
    pub async fn settled(&self) {
        self.postbox.settled().await;
    }

    /// A home and who was invited to it, the last first.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] and [`ServiceError::Refused`] for a home of somebody else.
    pub async fn of_listing(
        &self,
        principal: &Principal,
        id: PropertyId,
    ) -> Result<(Listing, Vec<PrivateInvitation>), ServiceError> {
        let listing = self.editable(principal, id).await?;
        let stored = self.store.of_listing(id).await?;
        let mut invitations: Vec<_> = stored.into_iter().map(|it| it.invitation).collect();
        invitations.sort_by_key(|it| std::cmp::Reverse(it.created_at));
        Ok((listing, invitations))
    }

    /// Invites somebody to look at a home that is on hold, by a mail with a link that holds
    /// for 30 days.
    ///
    /// # Errors
    /// [`ServiceError::Invalid`] with `standard_status` for a home that isn't on hold, with `invitations` when as many hold as may, with `email` for who is invited
    /// already.
    pub async fn invite(
        &self,
        principal: &Principal,
        id: PropertyId,
        (guest, opt_out): (Guest, OptOut),
        now: Timestamp,
    ) -> Result<PrivateInvitation, ServiceError> {
        let person = principal.person().ok_or(Refusal::SignIn)?;
        let listing = self.editable(principal, id).await?;
        if !PrivateInvitation::is_for(listing.standard_status) {
            let accepted = "hold".to_owned();
            let problem = Problem::NotOneOf { accepted };
            return Err(ServiceError::invalid("standard_status", problem));
        }
        let mut there = self.store.of_listing(id).await?;
        there.retain(|it| it.invitation.holds_at(now));
        if there.len() >= PrivateInvitation::MOST {
            let max = PrivateInvitation::MOST.to_string();
            let min = "0".to_owned();
            let problem = Problem::OutOfRange { min, max };
            return Err(ServiceError::invalid("invitations", problem));
        }
        if there.iter().any(|it| it.invitation.email == guest.email) {
            let accepted = "somebody who is not invited yet".to_owned();
            let problem = Problem::NotOneOf { accepted };
            return Err(ServiceError::invalid("email", problem));
        }
        let invitation = PrivateInvitation {
            invitation_id: InvitationId::from_parts(unix_ms(now), rand::random()),
            version: 1,
            listing_id: id,
            name: guest.name,
            email: guest.email,
            opt_out,
            invited_by: person.account_id,
            created_at: now,
            holds_until: now + PrivateInvitation::HOLDS,
            revoked_at: None,
            looks: 0,
            looked_at: None,
        };
        let link = PrivateLink {
            home: id,
            secret: LinkToken::random(),
        };
        let stored = StoredInvitation {
            secret: link.secret.digest(),
            invitation,
        };
        let by = Actor::Person(person.account_id);
        let entry = self.entry(by, AuditAction::PrivateViewingOffered, id, now);
        self.store.write(&stored, &entry).await?;
        self.write_to(&stored.invitation, &link);
        Ok(stored.invitation)
    }

    /// In both languages: which one they read nobody knows yet.
    fn write_to(&self, invitation: &PrivateInvitation, link: &PrivateLink) {
        let text = |locale: Locale| {
            let path = locale.path(&format!("{PAGE}{}", link.reveal()));
            words::invited(
                locale,
                invitation.name.as_str(),
                format!("{}{path}", self.origin),
            )
        };
        self.postbox.post(MailMessage {
            to: invitation.email.clone(),
            subject: words::invited_subject(Locale::En).to_owned(),
            text: format!("{}\n* * *\n\n{}", text(Locale::En), text(Locale::Ne)),
            headers: Vec::new(),
            idempotency_key: format!("private-{}", invitation.invitation_id),
        });
    }

    /// Takes an invitation back; it is no error when it holds no longer.
    pub async fn revoke(
        &self,
        principal: &Principal,
        id: PropertyId,
        invitation: InvitationId,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let person = principal.person().ok_or(Refusal::SignIn)?;
        self.editable(principal, id).await?;
        let stored = self.store.of_listing(id).await?;
        let mut stored = stored.into_iter();
        let found = stored.find(|it| it.invitation.invitation_id == invitation);
        let found = found.ok_or(ServiceError::NotFound)?;
        if !found.invitation.holds_at(now) {
            return Ok(());
        }
        let after = StoredInvitation {
            invitation: found.invitation.revoked(now),
            ..found
        };
        let by = Actor::Person(person.account_id);
        let entry = self.entry(by, AuditAction::PrivateViewingRevoked, id, now);
        Ok(self.store.write(&after, &entry).await?)
    }

    /// A home that who asks may edit.
    async fn editable(
        &self,
        principal: &Principal,
        id: PropertyId,
    ) -> Result<Listing, ServiceError> {
        let listing = self.listings.get(id).await?;
        let listing = listing.ok_or(ServiceError::NotFound)?;
        let relation = relation(&self.brokers, principal, &listing).await?;
        permit(principal, Operation::EditListing, relation)?;
        Ok(listing)
    }

    fn entry(&self, by: Actor, action: AuditAction, id: PropertyId, now: Timestamp) -> AuditEntry {
        AuditEntry {
            subject: Some(Subject::Listing(id)),
            ..AuditEntry::new(self.events.id(now), now, by, action)
        }
    }
}
