//! Secret addresses of calendars: whoever has one sees the calendar without signing in, so it
//! can be renewed at any time.

use super::Agencies;
use crate::{ServiceError, permit::permit};
use durbar_domain::{
    account::Principal,
    policy::{Operation, Refusal, Relation},
};
use durbar_platform::link_token::LinkToken;
use jiff::Timestamp;

impl Agencies {
    /// Since when the asker's calendar has a secret address; `None` while it has none.
    pub async fn feed_since(
        &self,
        principal: &Principal,
    ) -> Result<Option<Timestamp>, ServiceError> {
        let person = self.has_calendar(principal)?;
        Ok(self.store.feed_since(person).await?)
    }

    /// Gives the asker's calendar a new secret address; the one before shows nothing from now
    /// on. It is told this once.
    pub async fn renew_feed(
        &self,
        principal: &Principal,
        now: Timestamp,
    ) -> Result<LinkToken, ServiceError> {
        let person = self.has_calendar(principal)?;
        let token = LinkToken::random();
        self.store.set_feed(person, token.digest(), now).await?;
        Ok(token)
    }

    /// Ends the secret address of the asker's calendar; it is no error when there is none.
    pub async fn end_feed(&self, principal: &Principal) -> Result<(), ServiceError> {
        let person = self.has_calendar(principal)?;
        self.store.end_feed(person).await?;
        Ok(())
    }

    /// Who reads by a secret address: the one whose calendar it is, with what they may do now.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] for an address that shows nothing any more, or whose owner
    /// is let in no longer.
    pub async fn feed_reader(
        &self,
        token: &LinkToken,
        now: Timestamp,
    ) -> Result<Principal, ServiceError> {
        let owner = self.store.feed_owner(token.digest()).await?;
        let account = match owner {
            Some(id) => self.accounts.get(id).await?,
            None => None,
        };
        let account = account.filter(|account| !account.disabled);
        let account = account.ok_or(ServiceError::NotFound)?;
        // It was made by somebody who had come with the second factor.
        Ok(Principal::Person(account.person(true, now)))
    }

    fn has_calendar(
        &self,
        principal: &Principal,
    ) -> Result<durbar_domain::AccountId, ServiceError> {
        let relation = match principal.seat().and_then(|seat| seat.role.relation()) {
            Some(relation) => relation,
            None => Relation::Own,
        };
        permit(principal, Operation::ReceiveEnquiry, relation)?;
        Ok(principal.person().ok_or(Refusal::SignIn)?.account_id)
    }
}
