//! Signing in through other providers.

use super::{AccountError, Accounts, Device, new_account};
use durbar_domain::{
    Locale,
    account::{EmailAddress, Role, SocialProvider},
    text::Name,
};
use durbar_platform::{
    identity::{SocialAnswer, SocialOutcome, SocialStart, SocialWish},
    throttle::Purpose,
};
use jiff::Timestamp;
use std::net::IpAddr;

impl Accounts {
    /// Others through whom people may sign in, in the order of their buttons.
    pub fn social_providers(&self) -> Vec<SocialProvider> {
        self.identity.social_providers()
    }

    /// Begins a sign-in through another provider.
    pub async fn begin_social(
        &self,
        wish: &SocialWish,
        client: IpAddr,
    ) -> Result<SocialStart, AccountError> {
        self.count(Purpose::SignInFrom, client).await?;
        Ok(self.identity.begin_social(wish).await?)
    }

    /// Ends a sign-in through another provider; who has no account becomes a buyer.
    pub async fn finish_social(
        &self,
        answer: &SocialAnswer,
        device: &Device,
        client: IpAddr,
    ) -> Result<SocialOutcome, AccountError> {
        self.count(Purpose::SignInFrom, client).await?;
        let make = |email: &EmailAddress, name: Name, locale: Locale| {
            new_account(email, name, locale, Role::Buyer, Timestamp::now())
        };
        Ok(self.identity.finish_social(answer, device, &make).await?)
    }

    /// The keys that verify access tokens, as a JSON Web Key Set (RFC 7517).
    pub async fn key_set(&self) -> Result<serde_json::Value, AccountError> {
        Ok(self.identity.key_set().await?)
    }
}
