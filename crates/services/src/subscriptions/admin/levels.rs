//! Levels without a purchase: given and ended.

use super::{
    super::{Subscriptions, not_one_of},
    deed, not_own,
};
use crate::ServiceError;
use durbar_domain::{
    AccountId,
    account::{Account, LevelSpan, Principal, SubscriptionLevel},
    audit::{AuditAction, Reason},
    policy::Operation,
    purchase::Subscription,
};
use enumset::EnumSetType;
use jiff::Timestamp;
use strum::{EnumString, IntoStaticStr};

/// What of somebody's levels ends.
#[derive(Debug, EnumSetType, EnumString, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Ending {
    /// What they were given; what they bought goes on.
    Given,
    /// What they bought too.
    Everything,
}

impl Ending {
    /// The name in a form, as in `given`.
    pub fn key(self) -> &'static str {
        self.into()
    }
}

impl Subscriptions {
    /// Gives an account a level until `ends_at` or for good, in place of what it was given
    /// before. What it bought stays: a higher level above it, the rest behind it.
    ///
    /// # Errors
    /// [`ServiceError::Invalid`] for no level and for an end that is over;
    /// [`ServiceError::Conflict`] when the account isn't at `version` any more.
    pub async fn grant(
        &self,
        principal: &Principal,
        (account_id, version): (AccountId, u64),
        span: LevelSpan,
        reason: &Reason,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let action = AuditAction::LevelGranted;
        let deed = deed(principal, Operation::GrantSubscription, action, reason)?;
        not_own(&deed, Some(account_id))?;
        if span.level == SubscriptionLevel::Free {
            return Err(not_one_of("level", "gold, platinum"));
        }
        if span.has_ended(now) {
            return Err(not_one_of("ends_on", "a day to come"));
        }
        let account = at(self.accounts.account(account_id).await?, version)?;
        let (held, version) = self.held(&account, now).await?;
        let given = Subscription::given(held.as_ref(), account_id, span, now).over(version);
        self.write_level(&account, (version, Some(&given)), None, deed, now)
            .await?;
        Ok(())
    }

    /// Ends levels of an account now. Gives back whether there was something to end.
    ///
    /// # Errors
    /// [`ServiceError::Conflict`] when the account isn't at `version` any more.
    pub async fn revoke(
        &self,
        principal: &Principal,
        (account_id, version): (AccountId, u64),
        what: Ending,
        reason: &Reason,
        now: Timestamp,
    ) -> Result<bool, ServiceError> {
        let action = AuditAction::LevelEnded;
        let deed = deed(principal, Operation::GrantSubscription, action, reason)?;
        not_own(&deed, Some(account_id))?;
        let account = self.accounts.account(account_id).await?;
        let (held, held_version) = self.held(&account, now).await?;
        let Some(held) = held else {
            return Ok(false);
        };
        if what == Ending::Given && held.gift().is_none() {
            return Ok(false);
        }
        let account = at(account, version)?;
        let left = match what {
            Ending::Given => held.taken_back(now),
            Ending::Everything => None,
        };
        let left = left.map(|left| left.over(held_version));
        self.write_level(&account, (held_version, left.as_ref()), None, deed, now)
            .await?;
        Ok(true)
    }
}

/// The account, if nobody changed it since an admin looked at it.
fn at(account: Account, version: u64) -> Result<Account, ServiceError> {
    match account.version {
        current if current == version => Ok(account),
        current_version => Err(ServiceError::Conflict { current_version }),
    }
}
