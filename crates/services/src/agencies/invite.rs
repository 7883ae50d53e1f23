//! Inviting somebody, and coming by an invitation.

use super::{Agencies, AgencyLink, audited, broken, free_broker, named, seated, unix_ms};
use crate::{ServiceError, permit::permit};
use durbar_domain::{
    InvitationId, Locale,
    account::{EmailAddress, Principal},
    agency::{Agency, AgencyInvitation, AgencyMember, AgencyRole, AgencyRule, Seat},
    audit::AuditAction,
    event::EventDetail,
    policy::{Operation, Refusal, Relation},
};
use durbar_messages::{Label, mail::agency as words};
use durbar_platform::{
    agencies::AgencyWrite, link_token::LinkToken, mail::MailMessage, purchases::Notes,
    throttle::Purpose,
};
use jiff::Timestamp;

/// Path of the page that an invitation leads to, without what the link holds.
const JOIN: &str = "/broker/agency/join/";

impl Agencies {
    /// Invites somebody into the owner's agency, by a mail with a link that is good once and
    /// for seven days.
    ///
    /// # Errors
    /// [`ServiceError::Invalid`] with [`AgencyRule::AgencyFull`] when members and invitations
    /// are as many as there can be, with [`AgencyRule::InAgency`] when the address is a
    /// member's. [`ServiceError::TooMany`] for an owner who has sent too many this hour,
    /// whatever became of them: taking one back makes room for another mail.
    pub async fn invite(
        &self,
        principal: &Principal,
        (email, role): (EmailAddress, AgencyRole),
        now: Timestamp,
    ) -> Result<AgencyInvitation, ServiceError> {
        let (agency, _) = self.enter(principal, Operation::ManageAgency).await?;
        let mut waiting = self.store.invitations(agency.agency_id).await?;
        waiting.retain(|it| it.holds_at(now));
        let is_full = agency.members.len() + waiting.len() >= Agency::MAX_MEMBERS
            || waiting.len() >= AgencyInvitation::MOST;
        if is_full {
            return Err(broken(AgencyRule::AgencyFull));
        }
        let owner = self.accounts.owner(&email).await?;
        if owner.is_some_and(|id| agency.member(id).is_some()) {
            return Err(broken(AgencyRule::InAgency));
        }
        self.count(principal, now).await?;
        let invitation = AgencyInvitation {
            invitation_id: InvitationId::from_parts(unix_ms(now), rand::random()),
            version: 1,
            agency_id: agency.agency_id,
            email,
            role,
            created_at: now,
            holds_until: now + AgencyInvitation::HOLDS,
        };
        let link = AgencyLink {
            agency: agency.agency_id,
            invitation: invitation.invitation_id,
            secret: LinkToken::random(),
        };
        let secret = link.secret.digest();
        self.store.invite(&invitation, secret).await?;
        self.write_invitation(&agency, &invitation, &link);
        Ok(invitation)
    }

    async fn count(&self, principal: &Principal, now: Timestamp) -> Result<(), ServiceError> {
        let person = principal.person().ok_or(Refusal::SignIn)?;
        let (throttle, subject) = (&self.throttle, person.account_id.to_string());
        let counted = throttle.check_and_count(Purpose::AgencyInvitation, &subject, now);
        Ok(counted.await?)
    }

    /// In both languages: which one they read nobody knows yet.
    fn write_invitation(&self, agency: &Agency, invitation: &AgencyInvitation, link: &AgencyLink) {
        let text = |locale: Locale| {
            let path = locale.path(&format!("{JOIN}{}", link.reveal()));
            words::invited(
                locale,
                agency.name.get(locale).as_str(),
                invitation.role.label(locale),
                format!("{}{path}", self.origin),
            )
        };
        let name = agency.name.get(Locale::En).as_str();
        self.postbox.post(MailMessage {
            to: invitation.email.clone(),
            subject: words::invited_subject(Locale::En, name),
            text: format!("{}\n* * *\n\n{}", text(Locale::En), text(Locale::Ne)),
            headers: Vec::new(),
            idempotency_key: format!("agency-{}", invitation.invitation_id),
        });
    }

    /// Takes an invitation of the owner's agency back; it is no error when it has gone.
    pub async fn revoke(
        &self,
        principal: &Principal,
        invitation: InvitationId,
    ) -> Result<(), ServiceError> {
        let (agency, _) = self.enter(principal, Operation::ManageAgency).await?;
        Ok(self.store.revoke(agency.agency_id, invitation).await?)
    }

    /// The invitation that a link is of, with its agency.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] for a link that lets nobody in: it was used, taken back, has
    /// run out, or was never ours.
    pub async fn invitation(
        &self,
        link: &AgencyLink,
        now: Timestamp,
    ) -> Result<(AgencyInvitation, Agency), ServiceError> {
        let secret = link.secret.digest();
        let found = self.store.invitation(link.agency, link.invitation, secret);
        let found = found.await?.filter(|it| it.holds_at(now));
        let invitation = found.ok_or(ServiceError::NotFound)?;
        let agency = self.store.get(link.agency).await?;
        Ok((invitation, agency.ok_or(ServiceError::NotFound)?))
    }

    /// Accepts an invitation, which ends it.
    ///
    /// # Errors
    /// As [`Self::invitation`]; [`ServiceError::Invalid`] with [`AgencyRule::OtherAddress`] for
    /// an account of another address, and with the rules of [`Agency::with`].
    pub async fn join(
        &self,
        principal: &Principal,
        link: &AgencyLink,
        now: Timestamp,
    ) -> Result<Agency, ServiceError> {
        permit(principal, Operation::JoinAgency, Relation::Own)?;
        let (invitation, before) = self.invitation(link, now).await?;
        // An account's address is confirmed before there is an account.
        let account = self.account(principal).await?;
        if account.email != invitation.email {
            return Err(broken(AgencyRule::OtherAddress));
        }
        let broker = free_broker(&self.brokers, &account).await?;
        let (agency_id, account_id) = (before.agency_id, account.account_id);
        let role = invitation.role;
        let member = AgencyMember {
            account_id,
            broker_id: broker.as_ref().map(|it| it.broker_id),
            role,
            joined_at: now,
            leaving_since: None,
        };
        let version = before.version + 1;
        let agency = Agency {
            version,
            modified_at: now,
            ..before.with(member).map_err(broken)?
        };
        let brokers: Vec<_> = broker
            .iter()
            .map(|it| named(it, Some(&agency), now))
            .collect();
        let joined = EventDetail::AgencyJoined {
            agency_id,
            version,
            account_id,
            role,
        };
        let event = self.events.event(joined, now);
        let deed = (account_id, AuditAction::AgencyJoined);
        let entry = audited(&event, deed, (agency_id, account_id), Some(role));
        let mut events = vec![event];
        events.extend(brokers.iter().map(|it| self.broker_changed(it, now)));
        let change = AgencyWrite {
            accounts: &[seated(&account, Some(Seat { agency_id, role }), now)],
            brokers: &brokers,
            accepted: Some(invitation.invitation_id),
            ..AgencyWrite::of(&agency)
        };
        let notes = Notes {
            events: &events,
            audit: &[entry],
        };
        self.store.write(change, notes).await?;
        self.events.nudge();
        Ok(agency)
    }
}
