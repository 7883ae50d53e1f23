//! Keys that sign and verify.

use aws_lc_rs::{
    digest,
    error::Unspecified,
    rand::SystemRandom,
    signature::{
        ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _,
        ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair,
        UnparsedPublicKey,
    },
};
use rustls_pki_types::{PrivateKeyDer, pem::PemObject as _};
use std::fmt;

/// The only length of RSA keys that CloudFront takes, in bytes.
const RSA_BYTES: usize = 256;

/// A private key under the name of its key pair.
pub struct SigningKey {
    id: String,
    private: PrivateKey,
    public: ParsedPublicKey,
}

enum PrivateKey {
    Rsa(RsaKeyPair),
    Ecdsa(EcdsaKeyPair),
}

/// Why a text is not a key to sign with. Never says anything of the key itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SigningKeyError {
    #[error("the name of a key pair is 1 to 64 letters and digits, as in K2JCJMDEHXQW5F")]
    BadId,
    #[error(
        "no private key in PEM: expected RSA (PKCS#1, PKCS#8) or P-256 (SEC1, PKCS#8) without a passphrase"
    )]
    NotPem,
    #[error("neither an RSA key of 2048 bits nor an ECDSA key on P-256")]
    UnsupportedKey,
}

impl SigningKey {
    /// Reads the first private key of a PEM text, as a file or a secret holds it.
    ///
    /// # Errors
    /// When the name isn't one of a key pair, or the key isn't one that CloudFront takes.
    pub fn from_pem(id: &str, pem: &str) -> Result<Self, SigningKeyError> {
        if !(1..=64).contains(&id.len()) || !id.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Err(SigningKeyError::BadId);
        }
        let der = PrivateKeyDer::from_pem_slice(pem.as_bytes());
        Self::new(id, &der.map_err(|_| SigningKeyError::NotPem)?)
    }

    /// A new key on P-256, and its PKCS#8 in DER. Its name comes from the public key, so it
    /// need not be kept.
    pub(crate) fn generate() -> Result<(Self, Vec<u8>), Unspecified> {
        let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING)?;
        let der = pair.to_pkcs8v1()?.as_ref().to_vec();
        let id = derived_id(pair.public_key().as_ref());
        Ok((Self::with_private(id, PrivateKey::Ecdsa(pair))?, der))
    }

    /// A key that [`SigningKey::generate`] made, from its PKCS#8 in DER.
    pub(crate) fn from_generated(der: &PrivateKeyDer<'_>) -> Result<Self, SigningKeyError> {
        let key = Self::new("", der)?;
        let id = match &key.private {
            PrivateKey::Rsa(pair) => derived_id(pair.public_key().as_ref()),
            PrivateKey::Ecdsa(pair) => derived_id(pair.public_key().as_ref()),
        };
        Ok(Self { id, ..key })
    }

    fn new(id: &str, der: &PrivateKeyDer<'_>) -> Result<Self, SigningKeyError> {
        let rsa = match der {
            PrivateKeyDer::Pkcs1(key) => RsaKeyPair::from_der(key.secret_pkcs1_der()).ok(),
            PrivateKeyDer::Pkcs8(key) => RsaKeyPair::from_pkcs8(key.secret_pkcs8_der()).ok(),
            _ => None,
        };
        let ecdsa = || {
            let algorithm = &ECDSA_P256_SHA256_ASN1_SIGNING;
            EcdsaKeyPair::from_private_key_der(algorithm, der.secret_der()).ok()
        };
        let private = match rsa {
            Some(pair) if pair.public_modulus_len() == RSA_BYTES => Some(PrivateKey::Rsa(pair)),
            Some(_) => None,
            None => ecdsa().map(PrivateKey::Ecdsa),
        };
        private
            .and_then(|private| Self::with_private(id.to_owned(), private).ok())
            .ok_or(SigningKeyError::UnsupportedKey)
    }

    fn with_private(id: String, private: PrivateKey) -> Result<Self, Unspecified> {
        let public = match &private {
            PrivateKey::Rsa(pair) => {
                UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, pair.public_key().as_ref())
                    .parse()
            }
            PrivateKey::Ecdsa(pair) => {
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, pair.public_key().as_ref()).parse()
            }
        };
        Ok(Self {
            id,
            private,
            public: public.map_err(|_| Unspecified)?,
        })
    }

    /// What CloudFront calls the key pair.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The signature of a text with SHA-256: PKCS#1 v1.5 for RSA, DER for ECDSA.
    pub(super) fn sign(&self, text: &[u8]) -> Result<Vec<u8>, Unspecified> {
        let random = SystemRandom::new();
        match &self.private {
            PrivateKey::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, text, &mut signature)?;
                Ok(signature)
            }
            PrivateKey::Ecdsa(pair) => Ok(pair.sign(&random, text)?.as_ref().to_vec()),
        }
    }

    pub(super) fn verifies(&self, text: &[u8], signature: &[u8]) -> bool {
        self.public.verify_sig(text, signature).is_ok()
    }
}

impl fmt::Debug for SigningKey {
    /// The name alone: a key must not get into a log.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_tuple("SigningKey").field(&self.id).finish()
    }
}

/// `K` and 13 letters and digits, in the looks of CloudFront's.
fn derived_id(public_key: &[u8]) -> String {
    const DIGITS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let digest = digest::digest(&digest::SHA256, public_key);
    let digits = digest.as_ref().iter().take(13);
    std::iter::once('K')
        .chain(digits.map(|byte| char::from(DIGITS[usize::from(byte % 32)])))
        .collect()
}
