//! Access tokens: JSON Web Tokens with the claims that Cognito's have, signed by RS256.

use super::{ACCESS_LIFETIME, BuiltIn, after, signed_token::SignedToken};
use crate::{
    PlatformError,
    identity::{AccessClaims, AccessToken, IdentityError},
    secret::random,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use durbar_domain::{
    AccountId, BrokerId, SessionId,
    account::{Account, Role, SubscriptionLevel},
};
use jiff::Timestamp;
use jsonwebtoken::{Algorithm, Header};
use serde::{Deserialize, Serialize, de::IgnoredAny};

const ACCESS: &str = "access";
const PASSWORD: &str = "pwd";
const ONE_TIME_PASSWORD: &str = "otp";
/// How far clocks of our processes may differ, in seconds.
const SKEW_SECONDS: i64 = 60;
/// A token of ours has about 900 bytes.
const LONGEST: usize = 4_096;

/// Our own tokens escape nothing, so that their texts are read where they stand.
#[derive(Serialize, Deserialize)]
struct Claims<'a> {
    iss: &'a str,
    sub: AccountId,
    sid: SessionId,
    role: Role,
    #[serde(rename = "subscriptionLevel")]
    subscription_level: SubscriptionLevel,
    #[serde(rename = "brokerId", default, skip_serializing_if = "Option::is_none")]
    broker_id: Option<BrokerId>,
    /// How the person was recognised (RFC 8176).
    #[serde(borrow)]
    amr: Vec<&'a str>,
    token_use: &'a str,
    client_id: &'a str,
    /// Seconds since 1970.
    iat: i64,
    exp: i64,
    jti: &'a str,
    /// Ours have none; a token that has one is for another service.
    #[serde(default, skip_serializing)]
    aud: Option<IgnoredAny>,
}

impl BuiltIn {
    /// A token for a session of an account, as both stand now.
    pub(super) async fn access_token(
        &self,
        account: &Account,
        session_id: SessionId,
        multi_factor: bool,
    ) -> Result<AccessToken, IdentityError> {
        let now = self.now();
        let amr = match multi_factor {
            true => vec![PASSWORD, ONE_TIME_PASSWORD],
            false => vec![PASSWORD],
        };
        let name = URL_SAFE_NO_PAD.encode(random::<16>());
        let claims = Claims {
            iss: &self.settings.issuer,
            sub: account.account_id,
            sid: session_id,
            role: account.role,
            subscription_level: account.subscription_level_at(now),
            broker_id: account.broker_id,
            amr,
            token_use: ACCESS,
            client_id: &self.settings.client_id,
            iat: now.as_second(),
            exp: after(now, ACCESS_LIFETIME).as_second(),
            jti: &name,
            aud: None,
        };
        let key = self.keys.signing(now).await?;
        let header = Header {
            kid: Some(key.id.clone()),
            ..Header::new(Algorithm::RS256)
        };
        let mut token = format!("{}.{}", part(&header)?, part(&claims)?);
        let signature = key.sign(token.as_bytes())?;
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(signature, &mut token);
        Ok(AccessToken::new(token))
    }

    /// What a token says, if one of our keys signed it, for us, and it is in its time.
    pub(super) async fn read_token(
        &self,
        token: &AccessToken,
    ) -> Result<AccessClaims, IdentityError> {
        let now = self.now();
        let text = token.expose();
        if text.len() > LONGEST {
            return Err(IdentityError::InvalidToken);
        }
        let signed = SignedToken::read(text).ok_or(IdentityError::InvalidToken)?;
        let key = self.keys.verifying(&signed.key_id, now).await?;
        let key = key.ok_or(IdentityError::InvalidToken)?;
        let claims = signed
            .claims(&key.verifier)
            .ok_or(IdentityError::InvalidToken)?;
        let claims: Claims<'_> =
            serde_json::from_slice(&claims).map_err(|_| IdentityError::InvalidToken)?;
        // By our clock, which tests turn, and without a minute's grace.
        let second = now.as_second();
        let ours = claims.iss == self.settings.issuer
            && claims.token_use == ACCESS
            && claims.client_id == self.settings.client_id
            && claims.aud.is_none();
        let in_time = second < claims.exp && claims.iat <= second + SKEW_SECONDS;
        if !ours || !in_time {
            return Err(IdentityError::InvalidToken);
        }
        let expires_at =
            Timestamp::from_second(claims.exp).map_err(|_| IdentityError::InvalidToken)?;
        Ok(AccessClaims {
            account_id: claims.sub,
            session_id: claims.sid,
            role: claims.role,
            subscription_level: claims.subscription_level,
            broker_id: claims.broker_id,
            multi_factor: claims.amr.contains(&ONE_TIME_PASSWORD),
            expires_at,
        })
    }

    /// Who shows a token whose session is live.
    pub(super) async fn caller(&self, token: &AccessToken) -> Result<AccessClaims, IdentityError> {
        let claims = self.read_token(token).await?;
        let session = self.session(claims.account_id, claims.session_id).await?;
        session.map(|_| claims).ok_or(IdentityError::SessionEnded)
    }
}

fn part(value: &impl Serialize) -> Result<String, PlatformError> {
    let json = serde_json::to_vec(value).map_err(|source| PlatformError::Unwritable {
        key: "a token".to_owned(),
        source: source.into(),
    })?;
    Ok(URL_SAFE_NO_PAD.encode(json))
}
