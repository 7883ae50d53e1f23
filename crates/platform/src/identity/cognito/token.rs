//! The pool's tokens: who signed them, for whom, what for and until when.

use super::{Cognito, session::Session};
use crate::{
    identity::{AccessClaims, AccessToken, IdentityError},
    keys::{Digest, IdentityKey, PrimaryKey},
    table::from_item,
};
use durbar_domain::{
    AccountId, BrokerId,
    account::{Role, SubscriptionLevel},
};
use jiff::Timestamp;
use jsonwebtoken::{Algorithm, Validation};
use serde::{Deserialize, de::DeserializeOwned};

/// How far the pool's clock may be from ours, in seconds.
const SKEW_SECONDS: i64 = 60;
/// An access token of a pool has about a kilobyte; groups and a trigger's claims come on top.
const LONGEST: usize = 8_192;

/// An access token that the pool has made for us, and that is in its time.
pub(super) struct Verified {
    pub token: AccessToken,
    pub username: String,
    pub expires_at: Timestamp,
    role: Role,
    subscription_level: SubscriptionLevel,
    broker_id: Option<BrokerId>,
}

#[cfg(test)]
impl Verified {
    pub fn role(&self) -> Role {
        self.role
    }
}

#[derive(Deserialize)]
struct AccessTokenClaims {
    token_use: String,
    client_id: String,
    /// Access tokens have none; one that has is of another kind.
    aud: Option<serde_json::Value>,
    username: String,
    #[serde(rename = "cognito:groups", default)]
    groups: Vec<String>,
    /// A trigger of the pool may add these two.
    #[serde(rename = "subscriptionLevel")]
    subscription_level: Option<SubscriptionLevel>,
    #[serde(rename = "brokerId")]
    broker_id: Option<BrokerId>,
    iat: i64,
    exp: i64,
}

/// What an identity token says of somebody who came from another provider.
#[derive(Deserialize)]
pub(super) struct IdClaims {
    token_use: String,
    iat: i64,
    exp: i64,
    pub nonce: Option<String>,
    #[serde(rename = "cognito:username")]
    pub username: String,
    pub email: Option<String>,
    email_verified: Option<serde_json::Value>,
    pub name: Option<String>,
}

impl IdClaims {
    /// Whether the provider vouches for the address; pools write it as a word or as a truth
    /// value.
    pub fn email_is_verified(&self) -> bool {
        match &self.email_verified {
            Some(serde_json::Value::Bool(it)) => *it,
            Some(serde_json::Value::String(it)) => it == "true",
            _ => false,
        }
    }
}

/// Whose a user of the pool's is that came from another provider.
#[derive(Deserialize, serde::Serialize)]
pub(super) struct Federated {
    pub account_id: AccountId,
}

pub(super) fn federated_key(username: &str) -> PrimaryKey {
    PrimaryKey::Identity(IdentityKey::Federated(Digest::of(username.as_bytes())))
}

impl Cognito {
    /// What an access token says, if the pool signed it, for us, and it is in its time.
    pub(super) async fn verified(&self, text: &str) -> Result<Verified, IdentityError> {
        let claims: AccessTokenClaims = self.claims(text, None).await?;
        let ours = claims.token_use == "access"
            && claims.client_id == self.settings.client_id
            && claims.aud.is_none();
        if !ours || !self.in_time(claims.iat, claims.exp) {
            return Err(IdentityError::InvalidToken);
        }
        // The role with the most powers first; a person has one group of ours.
        let role = [Role::Admin, Role::Broker, Role::Investor, Role::Seller];
        let role = role
            .into_iter()
            .find(|role| claims.groups.iter().any(|group| group == role.key()));
        Ok(Verified {
            token: AccessToken::new(text),
            username: claims.username,
            expires_at: Timestamp::from_second(claims.exp)
                .map_err(|_| IdentityError::InvalidToken)?,
            role: role.unwrap_or(Role::Buyer),
            subscription_level: claims.subscription_level.unwrap_or_default(),
            broker_id: claims.broker_id,
        })
    }

    /// What an identity token says, by the same rules.
    pub(super) async fn verified_id(&self, text: &str) -> Result<IdClaims, IdentityError> {
        let audience = self.settings.client_id.as_str();
        let claims: IdClaims = self.claims(text, Some(audience)).await?;
        if claims.token_use != "id" || !self.in_time(claims.iat, claims.exp) {
            return Err(IdentityError::InvalidToken);
        }
        Ok(claims)
    }

    pub(super) async fn read_token(
        &self,
        token: &AccessToken,
    ) -> Result<AccessClaims, IdentityError> {
        Ok(self.caller(token).await?.0)
    }

    /// Who shows a token whose session is live, and that session.
    pub(super) async fn caller(
        &self,
        token: &AccessToken,
    ) -> Result<(AccessClaims, Session), IdentityError> {
        let verified = self.verified(token.expose()).await?;
        let account_id = self.account_of(&verified.username).await?;
        let access = Digest::of(token.expose().as_bytes());
        let session = self.session_with(account_id, access).await?;
        let session = session.ok_or(IdentityError::SessionEnded)?;
        let claims = AccessClaims {
            account_id,
            session_id: session.session_id,
            role: verified.role,
            subscription_level: verified.subscription_level,
            broker_id: verified.broker_id,
            multi_factor: session.multi_factor,
            expires_at: verified.expires_at,
        };
        Ok((claims, session))
    }

    /// Whose account a user of the pool's is.
    pub(super) async fn account_of(&self, username: &str) -> Result<AccountId, IdentityError> {
        if let Ok(account_id) = username.parse() {
            return Ok(account_id);
        }
        let item = self.table.get(federated_key(username)).await?;
        let federated: Option<Federated> = item.map(from_item).transpose()?;
        federated
            .map(|it| it.account_id)
            .ok_or(IdentityError::NoAccount)
    }

    /// Checks signature, issuer and audience; algorithm and keys are ours to say, never the
    /// token's.
    async fn claims<T: DeserializeOwned>(
        &self,
        text: &str,
        audience: Option<&str>,
    ) -> Result<T, IdentityError> {
        if text.len() > LONGEST {
            return Err(IdentityError::InvalidToken);
        }
        let header = jsonwebtoken::decode_header(text).map_err(|_| IdentityError::InvalidToken)?;
        let id = header
            .kid
            .filter(|_| header.alg == Algorithm::RS256)
            .ok_or(IdentityError::InvalidToken)?;
        let key = self.keys.key(&id, self.now()).await?;
        let key = key.ok_or(IdentityError::InvalidToken)?;
        let mut validation = Validation::new(Algorithm::RS256);
        validation.set_issuer(&[&self.settings.issuer]);
        validation.set_required_spec_claims(&["exp", "iss", "sub"]);
        match audience {
            Some(audience) => {
                validation.set_audience(&[audience]);
                validation.required_spec_claims.insert("aud".to_owned());
            }
            None => validation.validate_aud = false,
        }
        // By our clock, and without a minute's grace.
        validation.validate_exp = false;
        let token = jsonwebtoken::decode::<T>(text, &key, &validation);
        Ok(token.map_err(|_| IdentityError::InvalidToken)?.claims)
    }

    fn in_time(&self, made: i64, end: i64) -> bool {
        let now = self.now().as_second();
        now < end && made <= now + SKEW_SECONDS
    }
}
