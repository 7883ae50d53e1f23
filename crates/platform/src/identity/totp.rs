//! Time-based one-time passwords (RFC 6238): SHA-1, six digits, steps of 30 seconds, as every
//! authenticator knows them. Their secrets are kept encrypted.

use crate::{
    PlatformError,
    identity::{Enrolment, IdentityError, TotpSecret},
    secret::{Secret, random},
};
use aws_lc_rs::aead::{Aad, Nonce, RandomizedNonceKey};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use durbar_domain::{AccountId, account::EmailAddress};
use jiff::Timestamp;
use qrcode::{EcLevel, QrCode, render::svg};
use serde::{Deserialize, Serialize};
use totp_rs::{Builder, Totp};

/// As RFC 4226 recommends.
const SECRET_BYTES: usize = 20;
const NONCE_BYTES: usize = 12;
/// Steps accepted before and after the present one: clocks of telephones are not exact.
const SKEW: u16 = 1;

/// An authenticator's secret as it is kept: nonce and AES-GCM ciphertext, in base 64.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Sealed(String);

/// Encrypts and decrypts the secrets of authenticators.
pub(super) struct Sealer {
    key: RandomizedNonceKey,
}

impl Sealer {
    pub fn new(secret: &Secret) -> Self {
        Self {
            key: secret.encryption_key("authenticator"),
        }
    }

    /// A new secret for an account, encrypted for it alone.
    pub fn generate(&self, account_id: AccountId) -> Result<Sealed, IdentityError> {
        self.seal(account_id, random::<SECRET_BYTES>().to_vec())
    }

    /// A secret somebody else has made, in base 32, encrypted for an account alone.
    pub fn keep(&self, account_id: AccountId, base32: &str) -> Result<Sealed, IdentityError> {
        let secret = totp_rs::Secret::try_from_base32(base32).map_err(|_| broken("keeping"))?;
        self.seal(account_id, secret.as_ref().to_vec())
    }

    /// The code an authenticator with the secret shows.
    pub fn code_at(
        &self,
        account_id: AccountId,
        sealed: &Sealed,
        now: Timestamp,
    ) -> Result<String, IdentityError> {
        let totp = self.totp(account_id, sealed, "")?;
        let second = u64::try_from(now.as_second()).unwrap_or(0);
        Ok(totp.generate(second).to_string())
    }

    fn seal(&self, account_id: AccountId, mut bytes: Vec<u8>) -> Result<Sealed, IdentityError> {
        let nonce = self
            .key
            .seal_in_place_append_tag(bound_to(account_id), &mut bytes)
            .map_err(|_| broken("encrypting"))?;
        let sealed = [nonce.as_ref().as_slice(), &bytes].concat();
        Ok(Sealed(URL_SAFE_NO_PAD.encode(sealed)))
    }

    /// Which step a code belongs to, if it is one of the present step or one beside it.
    pub fn step_of(
        &self,
        account_id: AccountId,
        sealed: &Sealed,
        code: &str,
        now: Timestamp,
    ) -> Result<Option<u64>, IdentityError> {
        let totp = self.totp(account_id, sealed, "")?;
        Ok(totp.check(code, u64::try_from(now.as_second()).unwrap_or(0)))
    }

    /// What an authenticator needs to know.
    pub fn enrolment(
        &self,
        account_id: AccountId,
        sealed: &Sealed,
        email: &EmailAddress,
        product: &str,
    ) -> Result<Enrolment, IdentityError> {
        let builder = self.builder(account_id, sealed)?;
        let totp = builder
            .with_account_name(email.as_str())
            .with_issuer(Some(product))
            .build()
            .map_err(|_| broken("describing"))?;
        let address = totp.to_url().map_err(|_| broken("describing"))?;
        let code = QrCode::with_error_correction_level(&address, EcLevel::M)
            .map_err(|_| broken("drawing"))?;
        let picture = code
            .render::<svg::Color>()
            .min_dimensions(200, 200)
            .dark_color(svg::Color("#000"))
            .light_color(svg::Color("#fff"))
            .build();
        // The element alone: the XML declaration before it has no place in a page.
        let picture = picture
            .find("<svg")
            .map_or(picture.as_str(), |start| &picture[start..]);
        Ok(Enrolment {
            secret: TotpSecret::new(totp.secret().to_base32()),
            address: TotpSecret::new(&address),
            picture: TotpSecret::new(picture),
        })
    }

    fn totp(
        &self,
        account_id: AccountId,
        sealed: &Sealed,
        name: &str,
    ) -> Result<Totp, IdentityError> {
        let builder = self.builder(account_id, sealed)?.with_account_name(name);
        builder.build().map_err(|_| broken("using"))
    }

    fn builder(&self, account_id: AccountId, sealed: &Sealed) -> Result<Builder, IdentityError> {
        let mut bytes = URL_SAFE_NO_PAD
            .decode(&sealed.0)
            .map_err(|_| broken("reading"))?;
        let (nonce, ciphertext) = bytes
            .split_at_mut_checked(NONCE_BYTES)
            .ok_or_else(|| broken("reading"))?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| broken("reading"))?;
        let secret = self
            .key
            .open_in_place(nonce, bound_to(account_id), ciphertext)
            .map_err(|_| broken("decrypting"))?;
        Ok(Builder::new().with_skew(SKEW).with_secret(secret.to_vec()))
    }
}

/// What is encrypted for one account can't be put into the item of another.
fn bound_to(account_id: AccountId) -> Aad<[u8; 16]> {
    Aad::from(account_id.bits().to_be_bytes())
}

fn broken(doing: &str) -> IdentityError {
    IdentityError::Unavailable(PlatformError::corrupt(
        "an authenticator's secret",
        format!("{doing} it failed"),
    ))
}
