//! Which user pool it is, and how it is reached.

use crate::identity::{built_in::Clock, hashing::HashingCost};
use durbar_domain::account::SocialProvider;
use jiff::Timestamp;
use std::{fmt, sync::Arc, time::Duration};

/// Longer than a sign-up in the pool takes as a rule.
const SIGN_UP_TAKES: Duration = Duration::from_millis(1_500);

/// How the provider over a user pool is set up.
#[derive(Clone)]
pub struct CognitoSettings {
    /// As in `ap-south-1_AbCdEfGhI`.
    pub user_pool_id: String,
    /// The app client that this program is.
    pub client_id: String,
    /// The app client's secret. With one nobody but this program can call the pool in the
    /// client's name.
    pub client_secret: Option<String>,
    /// Whose tokens are believed, to the letter.
    pub issuer: String,
    /// Where the keys of the issuer are: set, never taken from a token.
    pub key_set_address: String,
    /// Where Cognito is called, if it isn't AWS's own address.
    pub endpoint: Option<String>,
    /// Signing in through others; `None` offers none.
    pub hosted_ui: Option<HostedUi>,
    /// What authenticators show beside the address.
    pub product: String,
    /// How long an answer to a sign-up takes at least.
    pub sign_up_takes: Duration,
    /// For the passwords of sign-ups that wait.
    pub cost: HashingCost,
    pub clock: Clock,
}

/// The pages of Cognito's that lead to other providers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostedUi {
    /// Scheme and host, without a slash at the end, as in `https://auth.durbar.example`.
    pub address: String,
    /// The address of this site that people come back to.
    pub callback: String,
    /// Which ones the pool has, in the order of their buttons.
    pub providers: Vec<SocialProvider>,
}

impl CognitoSettings {
    /// A user pool in AWS. Issuer and keys follow from its identifier, so no other issuer is
    /// ever believed.
    ///
    /// # Errors
    /// When it is not the identifier of a user pool.
    pub fn in_aws(
        user_pool_id: &str,
        client_id: &str,
        client_secret: Option<String>,
    ) -> Result<Self, &'static str> {
        const EXPECTED: &str = "expected a user pool's identifier, as in ap-south-1_AbCdEfGhI";
        let region = region_of(user_pool_id).ok_or(EXPECTED)?;
        let issuer = format!("https://cognito-idp.{region}.amazonaws.com/{user_pool_id}");
        Ok(Self {
            user_pool_id: user_pool_id.to_owned(),
            client_id: client_id.to_owned(),
            client_secret,
            key_set_address: format!("{issuer}/.well-known/jwks.json"),
            issuer,
            endpoint: None,
            hosted_ui: None,
            product: "Durbar".to_owned(),
            sign_up_takes: SIGN_UP_TAKES,
            cost: HashingCost::RECOMMENDED,
            clock: Arc::new(Timestamp::now),
        })
    }

    /// The same with Cognito at another address, as an emulator is. Tokens are believed of the
    /// issuer in AWS still.
    pub fn at(mut self, endpoint: String) -> Self {
        self.key_set_address = key_set_at(&endpoint, &self.user_pool_id);
        self.endpoint = Some(endpoint);
        self
    }

    /// The region its identifier names.
    pub fn region(&self) -> Option<&str> {
        region_of(&self.user_pool_id)
    }
}

/// Where a pool's keys are when Cognito is at another address than in AWS.
pub fn key_set_at(endpoint: &str, user_pool_id: &str) -> String {
    format!("{endpoint}/{user_pool_id}/.well-known/jwks.json")
}

/// The region in a user pool's identifier; `None` when it isn't one.
fn region_of(user_pool_id: &str) -> Option<&str> {
    let (region, name) = user_pool_id.split_once('_')?;
    let mut parts = region.split('-');
    let is_region = parts.clone().count() >= 3
        && parts.all(|part| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        });
    let is_name = (1..=55).contains(&name.len()) && name.bytes().all(|c| c.is_ascii_alphanumeric());
    (is_region && is_name).then_some(region)
}

/// Shows no secret.
impl fmt::Debug for CognitoSettings {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("CognitoSettings")
            .field("user_pool_id", &self.user_pool_id)
            .field("client_id", &self.client_id)
            .field("issuer", &self.issuer)
            .field("hosted_ui", &self.hosted_ui)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pool_in_aws_has_the_one_issuer_that_follows_from_its_identifier() {
        let settings = CognitoSettings::in_aws("ap-south-1_AbCdEfGhI", "client", None);
        let settings = settings.expect("a pool");
        assert_eq!(settings.region(), Some("ap-south-1"));
        assert_eq!(
            settings.key_set_address,
            "https://cognito-idp.ap-south-1.amazonaws.com/ap-south-1_AbCdEfGhI/.well-known/jwks.json"
        );
        for other in [
            "",
            "local_5V3HPtK2",
            "ap-south-1_",
            "ap-south-1_a/../b",
            "ap-south-1_a_b",
            "evil.example/x-y-z_a",
            "AP-SOUTH-1_AbC",
        ] {
            assert!(
                CognitoSettings::in_aws(other, "client", None).is_err(),
                "{other:?}"
            );
        }
    }

    #[test]
    fn a_secret_is_not_shown() {
        let secret = Some("hush-hush".to_owned());
        let settings = CognitoSettings::in_aws("ap-south-1_AbCdEfGhI", "client", secret);
        let shown = format!("{:?}", settings.expect("a pool"));
        assert!(!shown.contains("hush"), "{shown}");
    }
}
