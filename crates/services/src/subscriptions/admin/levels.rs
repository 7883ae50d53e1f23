//! Levels without a purchase: given and ended.

use super::{
    super::{ATTEMPTS, Subscriptions, busy, came_second, not_one_of},
    deed, not_own,
};
use crate::ServiceError;
use durbar_domain::{
    AccountId,
    account::{Principal, SubscriptionLevel},
    audit::{AuditAction, Reason},
    policy::Operation,
    purchase::Subscription,
};
use jiff::Timestamp;

impl Subscriptions {
    /// Gives an account a level, whatever it had, until `ends_at` or for good.
    pub async fn grant(
        &self,
        principal: &Principal,
        account_id: AccountId,
        (level, ends_at): (SubscriptionLevel, Option<Timestamp>),
        reason: &Reason,
        now: Timestamp,
    ) -> Result<Subscription, ServiceError> {
        let action = AuditAction::LevelGranted;
        let deed = deed(principal, Operation::GrantSubscription, action, reason)?;
        not_own(&deed, Some(account_id))?;
        if level == SubscriptionLevel::Free {
            return Err(not_one_of("level", "gold, platinum"));
        }
        if ends_at.is_some_and(|end| end <= now) {
            return Err(not_one_of("ends_on", "a day to come"));
        }
        for _ in 0..ATTEMPTS {
            let account = self.accounts.account(account_id).await?;
            let (_, version) = self.held(&account, now).await?;
            let given = Subscription {
                account_id,
                version: version.unwrap_or(0) + 1,
                level,
                starts_at: now,
                ends_at,
                purchase_id: None,
            };
            let levels = (version, Some(&given));
            match self
                .write_level(&account, levels, None, deed.clone(), now)
                .await
            {
                Ok(_) => return Ok(given),
                Err(error) if came_second(&error) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(busy())
    }

    /// Ends the level of an account now. Doing so again changes nothing.
    pub async fn revoke(
        &self,
        principal: &Principal,
        account_id: AccountId,
        reason: &Reason,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let action = AuditAction::LevelEnded;
        let deed = deed(principal, Operation::GrantSubscription, action, reason)?;
        not_own(&deed, Some(account_id))?;
        for _ in 0..ATTEMPTS {
            let account = self.accounts.account(account_id).await?;
            let (held, version) = self.held(&account, now).await?;
            if held.is_none() {
                return Ok(());
            }
            let levels = (version, None);
            match self
                .write_level(&account, levels, None, deed.clone(), now)
                .await
            {
                Ok(_) => return Ok(()),
                Err(error) if came_second(&error) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(busy())
    }
}
