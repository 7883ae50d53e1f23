//! Signatures that no signer of ours makes, for tests of whoever reads them.

use super::{Signer, SigningKey, encoding};

impl Signer {
    /// One with a key of its own, which nobody else knows.
    #[doc(hidden)]
    pub fn made_up() -> Self {
        let (key, _) = SigningKey::generate().expect("a key");
        Self::new(key, None)
    }

    /// An address signed with a policy of any text, be it one or not.
    #[doc(hidden)]
    pub fn signed_with_any(&self, url: &str, policy: &[u8]) -> String {
        let signature = self.current.sign(policy).expect("a signature");
        format!(
            "{url}?Policy={}&Key-Pair-Id={}&Signature={}&Hash-Algorithm=SHA256",
            encoding::encode(policy),
            self.key_pair_id(),
            encoding::encode(&signature),
        )
    }
}
