//! Premium media: who holds a signed address or signed cookies may fetch them for a while.
//!
//! Objects of a listing lie under its identifier: `prp_…/tour.mp4`. So one policy with a
//! wildcard opens a listing's premium media and nothing else.

use super::{AddressRange, EdgeRequest, Policy, Refusal, SignError, SignedCookies, Signer};
use crate::objects::ObjectKey;
use durbar_domain::{PropertyId, premium::PremiumKind};
use jiff::{SignedDuration, Timestamp};
use std::{
    net::{IpAddr, Ipv4Addr},
    sync::Arc,
};
use tokio::sync::watch;

/// How long what is signed stays valid, in seconds.
pub const PREMIUM_TTL_SECONDS: i64 = 300;
/// Where premium media lie below the site's address.
const FOLDER: &str = "/premium/";

/// Signs for premium media and, in embedded mode, verifies. Cheap to clone; all clones use the
/// same keys.
#[derive(Debug, Clone)]
pub struct PremiumAccess {
    keys: Arc<watch::Sender<Signer>>,
    /// Scheme and host, without a slash at the end.
    origin: String,
}

/// Cookies that open the premium media of one listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PremiumCookies {
    pub cookies: SignedCookies,
    /// The path the cookies are for, as in `/premium/prp_…/`.
    pub path: String,
    /// Whether they must not travel without TLS.
    pub secure: bool,
}

impl PremiumAccess {
    /// For media at `{origin}/premium/…`, where `origin` is the site's scheme and host.
    pub fn new(signer: Signer, origin: &str) -> Self {
        Self {
            keys: Arc::new(watch::Sender::new(signer)),
            origin: origin.trim_end_matches('/').to_owned(),
        }
    }

    /// The keys that are used now. A copy, so that nobody who replaces them waits for a
    /// signature.
    fn signer(&self) -> Signer {
        self.keys.borrow().clone()
    }

    /// The key pair that signs, as CloudFront names it.
    pub fn key_pair_id(&self) -> String {
        self.signer().key_pair_id().to_owned()
    }

    /// Signs and verifies with these keys from now on; tells whether another key signs than
    /// before.
    pub fn replace_keys(&self, signer: Signer) -> bool {
        let current = signer.key_pair_id().to_owned();
        self.keys.send_replace(signer).key_pair_id() != current
    }

    /// The address of an object, without a signature.
    pub fn address(&self, key: &ObjectKey) -> String {
        format!("{}{FOLDER}{key}", self.origin)
    }

    /// The address of an object, signed for five minutes, on wish for one visitor's address
    /// only.
    ///
    /// # Errors
    /// When the signature can't be made.
    pub fn signed_url(
        &self,
        key: &ObjectKey,
        now: Timestamp,
        only_from: Option<Ipv4Addr>,
    ) -> Result<String, SignError> {
        let url = self.address(key);
        let policy = bound(Policy::canned(&url, end(now)?)?, only_from);
        self.signer().signed_url(&url, &policy)
    }

    /// Cookies for all premium media of a listing, valid for five minutes, on wish for one
    /// visitor's address only.
    ///
    /// # Errors
    /// When the signature can't be made.
    pub fn signed_cookies(
        &self,
        listing: PropertyId,
        now: Timestamp,
        only_from: Option<Ipv4Addr>,
    ) -> Result<PremiumCookies, SignError> {
        self.cookies_below(format!("{FOLDER}{listing}/"), now, only_from)
    }

    /// Cookies for one kind of a listing's premium media, which lie in a folder of their own:
    /// what opens the pictures to one level doesn't open the film of a higher one. Cookies for
    /// several folders stand side by side in a browser, since each has its path.
    ///
    /// # Errors
    /// When the signature can't be made.
    pub fn signed_cookies_for(
        &self,
        listing: PropertyId,
        kind: PremiumKind,
        now: Timestamp,
        only_from: Option<Ipv4Addr>,
    ) -> Result<PremiumCookies, SignError> {
        let path = format!("{FOLDER}{listing}/{}/", kind.folder());
        self.cookies_below(path, now, only_from)
    }

    fn cookies_below(
        &self,
        path: String,
        now: Timestamp,
        only_from: Option<Ipv4Addr>,
    ) -> Result<PremiumCookies, SignError> {
        let resource = format!("{}{path}*", self.origin);
        let policy = bound(Policy::custom(&resource, end(now)?)?, only_from);
        Ok(PremiumCookies {
            cookies: self.signer().signed_cookies(&policy)?,
            path,
            secure: self.origin.starts_with("https:"),
        })
    }

    /// Whether a request for a path, with its query, is let in.
    ///
    /// # Errors
    /// Why it isn't; the answer is always 403.
    pub fn check(
        &self,
        path_and_query: &str,
        cookies: &[&str],
        address: Option<IpAddr>,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        let url = format!("{}{path_and_query}", self.origin);
        self.signer().verify(&EdgeRequest {
            url: &url,
            cookies,
            address,
            now,
        })
    }
}

impl PremiumCookies {
    /// Values for `Set-Cookie` headers.
    pub fn set_cookie_headers(&self) -> Vec<String> {
        let (path, secure) = (&self.path, if self.secure { "; Secure" } else { "" });
        let pairs = self.cookies.0.iter();
        pairs
            .map(|(name, value)| {
                format!(
                    "{name}={value}; Path={path}; Max-Age={PREMIUM_TTL_SECONDS}; HttpOnly; SameSite=Strict{secure}"
                )
            })
            .collect()
    }
}

fn end(now: Timestamp) -> Result<Timestamp, SignError> {
    now.checked_add(SignedDuration::from_secs(PREMIUM_TTL_SECONDS))
        .map_err(|_| SignError::NeverValid)
}

fn bound(policy: Policy, only_from: Option<Ipv4Addr>) -> Policy {
    match only_from {
        Some(address) => policy.only_from(AddressRange::from(address)),
        None => policy,
    }
}
