//! Signed addresses and signed cookies for premium media, as CloudFront takes them:
//! RSA-2048 or ECDSA P-256, always with SHA-256, canned and custom policies.
//!
//! [`Signer`] makes them; [`Signer::verify`] plays CloudFront's edge in embedded mode.
//! [`PremiumAccess`] is both for the objects of the premium bucket.

mod address_range;
mod credentials;
mod encoding;
mod key;
mod key_secret;
#[doc(hidden)]
mod made_up;
mod policy;
mod premium;
mod url;
mod verify;
mod wildcard;

#[cfg(test)]
mod tests;

pub use address_range::{AddressRange, AddressRangeError};
pub use key::{SigningKey, SigningKeyError};
pub use key_secret::{KeySecret, KeySecretError};
pub use policy::Policy;
pub use premium::{PREMIUM_TTL_SECONDS, PremiumAccess, PremiumCookies};
pub use verify::{EdgeRequest, Refusal};

use aws_lc_rs::error::Unspecified;
use std::sync::Arc;

/// What CloudFront calls the only digest used here.
const HASH_ALGORITHM: &str = "SHA256";

/// One key, or two while keys are rotated. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Signer {
    current: Arc<SigningKey>,
    /// Verifies what it signed before it was replaced.
    previous: Option<Arc<SigningKey>>,
}

/// Cookies that open what a policy covers: names and values, neither of which needs
/// escaping in a `Cookie` header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedCookies(pub Vec<(&'static str, String)>);

/// Why something can't be signed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignError {
    #[error("not an http or https address with a host and a path")]
    NotAnAddress,
    #[error("the address has a parameter {0}, which signing adds")]
    ReservedParameter(&'static str),
    #[error("a policy must end after 1970 and not before it begins")]
    NeverValid,
    #[error("the policy does not cover the address")]
    NotCovered,
    #[error("the signature could not be made")]
    Failed,
}

impl From<Unspecified> for SignError {
    fn from(_: Unspecified) -> Self {
        Self::Failed
    }
}

impl Signer {
    /// `current` signs; both verify.
    pub fn new(current: SigningKey, previous: Option<SigningKey>) -> Self {
        Self {
            current: Arc::new(current),
            previous: previous.map(Arc::new),
        }
    }

    /// The key pair that signs, as CloudFront names it.
    pub fn key_pair_id(&self) -> &str {
        self.current.id()
    }

    /// `url` with the parameters that open it. Parts of its path and query that need
    /// escaping are escaped, as AWS's own signer does.
    ///
    /// # Errors
    /// When the address isn't one, or the policy would not let it pass.
    pub fn signed_url(&self, url: &str, policy: &Policy) -> Result<String, SignError> {
        let mut url = url::escaped(url)?;
        if !policy.covers(&url) {
            return Err(SignError::NotCovered);
        }
        let (name, value, signature) = self.sign(policy)?;
        url.reserve(name.len() + value.len() + signature.len() + 80);
        let separator = if url.contains('?') { '&' } else { '?' };
        url.push(separator);
        for part in [
            name,
            "=",
            &value,
            "&Key-Pair-Id=",
            self.key_pair_id(),
            "&Signature=",
            &signature,
            "&Hash-Algorithm=",
            HASH_ALGORITHM,
        ] {
            url.push_str(part);
        }
        Ok(url)
    }

    /// The cookies that open what the policy covers.
    ///
    /// # Errors
    /// [`SignError::Failed`] only.
    pub fn signed_cookies(&self, policy: &Policy) -> Result<SignedCookies, SignError> {
        let (name, value, signature) = self.sign(policy)?;
        let name = match name {
            "Policy" => "CloudFront-Policy",
            _ => "CloudFront-Expires",
        };
        Ok(SignedCookies(vec![
            (name, value),
            ("CloudFront-Key-Pair-Id", self.key_pair_id().to_owned()),
            ("CloudFront-Signature", signature),
            ("CloudFront-Hash-Algorithm", HASH_ALGORITHM.to_owned()),
        ]))
    }

    /// The parameter that carries the policy, its value, and the signature.
    fn sign(&self, policy: &Policy) -> Result<(&'static str, String, String), SignError> {
        let text = policy.to_json();
        let signature = encoding::encode(&self.current.sign(text.as_bytes())?);
        Ok(if policy.is_canned() {
            ("Expires", policy.expires().to_string(), signature)
        } else {
            ("Policy", encoding::encode(text.as_bytes()), signature)
        })
    }

    fn key(&self, id: &str) -> Option<&SigningKey> {
        let keys = [Some(&self.current), self.previous.as_ref()];
        keys.into_iter()
            .flatten()
            .map(Arc::as_ref)
            .find(|key| key.id() == id)
    }
}
