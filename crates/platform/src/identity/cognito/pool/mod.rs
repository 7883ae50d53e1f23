//! The calls to the user pool. A user's name there is the account's identifier, so that a
//! token names the account and an address is nobody's before it is confirmed.

mod administration;
mod app_client;
mod entering;
mod own;
mod signing_in;

pub use app_client::app_client_secret;

use super::{CognitoSettings, fault::Fault};
use aws_lc_rs::hmac;
use aws_sdk_cognitoidentityprovider::{Client, types::AttributeType};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use durbar_domain::account::Account;
use std::collections::HashMap;

/// The pool, as one app client of it. Cheap to clone.
#[derive(Clone)]
pub(super) struct Pool {
    client: Client,
    user_pool_id: String,
    client_id: String,
    secret: Option<(String, hmac::Key)>,
}

/// Tokens as the pool gives them.
pub(super) struct PoolTokens {
    pub access: String,
    /// Renewing gives none where the pool doesn't let them take turns.
    pub refresh: Option<String>,
}

/// How far a sign-in has come in the pool.
pub(super) enum PoolStep {
    Done(PoolTokens),
    Asked { what: Asked, session: String },
}

/// What the pool asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    MultiFactor,
    NewPassword,
}

impl Pool {
    pub fn new(client: Client, settings: &CognitoSettings) -> Self {
        let secret = settings.client_secret.as_ref().map(|secret| {
            let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
            (secret.clone(), key)
        });
        Self {
            client,
            user_pool_id: settings.user_pool_id.clone(),
            client_id: settings.client_id.clone(),
            secret,
        }
    }

    fn parameters<const N: usize>(
        &self,
        username: &str,
        more: [(&str, &str); N],
    ) -> HashMap<String, String> {
        let mut parameters: HashMap<_, _> = more
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        parameters.insert("USERNAME".to_owned(), username.to_owned());
        if let Some(hash) = self.secret_hash(username) {
            parameters.insert("SECRET_HASH".to_owned(), hash);
        }
        parameters
    }

    /// Shows that the call comes from who has the client's secret.
    fn secret_hash(&self, username: &str) -> Option<String> {
        let (_, key) = self.secret.as_ref()?;
        let tag = hmac::sign(key, format!("{username}{}", self.client_id).as_bytes());
        Some(STANDARD.encode(tag))
    }
}

fn attributes(account: &Account, confirmed: bool) -> Result<Vec<AttributeType>, Fault> {
    let attribute = |name: &str, value: &str| {
        let built = AttributeType::builder().name(name).value(value).build();
        built.map_err(|_| unexpected("an attribute could not be written"))
    };
    let mut attributes = vec![
        attribute("email", account.email.as_str())?,
        attribute("name", account.name.as_str())?,
    ];
    if confirmed {
        attributes.push(attribute("email_verified", "true")?);
    }
    Ok(attributes)
}

fn unexpected(reason: &str) -> Fault {
    Fault::Failed(crate::PlatformError::corrupt(
        "an answer of Cognito",
        reason,
    ))
}
