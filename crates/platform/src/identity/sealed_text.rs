//! Texts that must be kept and read again, and that nobody else may read: encrypted with
//! AES-256-GCM, each bound to what it is for.

use crate::{PlatformError, secret::Secret};
use aws_lc_rs::aead::{Aad, Nonce, RandomizedNonceKey};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};

const NONCE_BYTES: usize = 12;

/// A text as it is kept: nonce and ciphertext, in base 64.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct SealedText(String);

/// Encrypts and decrypts texts of one purpose.
pub(super) struct TextSealer {
    key: RandomizedNonceKey,
}

impl TextSealer {
    pub fn new(secret: &Secret, purpose: &str) -> Self {
        Self {
            key: secret.encryption_key(purpose),
        }
    }

    /// Encrypts a text for the place `bound_to` names: put elsewhere, it can't be read.
    pub fn seal(&self, bound_to: &str, text: &str) -> Result<SealedText, PlatformError> {
        let mut bytes = text.as_bytes().to_vec();
        let nonce = self
            .key
            .seal_in_place_append_tag(Aad::from(bound_to.as_bytes()), &mut bytes)
            .map_err(|_| broken())?;
        let sealed = [nonce.as_ref().as_slice(), &bytes].concat();
        Ok(SealedText(URL_SAFE_NO_PAD.encode(sealed)))
    }

    pub fn open(&self, bound_to: &str, sealed: &SealedText) -> Result<String, PlatformError> {
        let mut bytes = URL_SAFE_NO_PAD.decode(&sealed.0).map_err(|_| broken())?;
        let (nonce, ciphertext) = bytes.split_at_mut_checked(NONCE_BYTES).ok_or_else(broken)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| broken())?;
        let text = self
            .key
            .open_in_place(nonce, Aad::from(bound_to.as_bytes()), ciphertext)
            .map_err(|_| broken())?;
        String::from_utf8(text.to_vec()).map_err(|_| broken())
    }
}

fn broken() -> PlatformError {
    PlatformError::corrupt("an encrypted text", "it cannot be read")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::embedded;

    #[tokio::test]
    async fn a_text_is_read_in_its_own_place_alone() {
        let embedded = embedded().await;
        let secret = Secret::open(&embedded.platform().table)
            .await
            .expect("a secret");
        let sealer = TextSealer::new(&secret, "one");
        let sealed = sealer.seal("here", "a token").expect("sealed");
        assert!(!sealed.0.contains("token"));
        assert_eq!(sealer.open("here", &sealed).expect("opened"), "a token");
        assert!(sealer.open("there", &sealed).is_err());
        assert!(
            TextSealer::new(&secret, "two")
                .open("here", &sealed)
                .is_err()
        );
        let again = sealer.seal("here", "a token").expect("sealed");
        assert_ne!(again, sealed);
    }
}
