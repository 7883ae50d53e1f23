//! What is signed is let in; nothing else is.

mod keys;
mod mutations;
mod premium;
mod signing;
mod verifying;

use super::*;
use aws_lc_rs::{encoding::AsDer as _, rsa::KeySize, signature::RsaKeyPair};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use jiff::Timestamp;
use std::{net::IpAddr, sync::LazyLock};

const NOW: i64 = 1_800_000_000;
const URL: &str = "https://durbar.test/premium/prp_1/tour.mp4";

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).expect("a time")
}

fn pem(label: &str, der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    format!("-----BEGIN {label}-----\n{text}\n-----END {label}-----\n")
}

/// Making it takes half a second, so tests share one.
static RSA_PEM: LazyLock<String> = LazyLock::new(|| {
    let pair = RsaKeyPair::generate(KeySize::Rsa2048).expect("a key");
    pem("PRIVATE KEY", pair.as_der().expect("DER").as_ref())
});

fn ecdsa_key(id: &str) -> SigningKey {
    let (_, der) = SigningKey::generate().expect("a key");
    SigningKey::from_pem(id, &pem("PRIVATE KEY", &der)).expect("a key")
}

/// One of each kind.
static SIGNERS: LazyLock<[Signer; 2]> = LazyLock::new(|| {
    let rsa = SigningKey::from_pem("KRSA", &RSA_PEM).expect("a key");
    [
        Signer::new(rsa, None),
        Signer::new(ecdsa_key("KECDSA"), None),
    ]
});

fn canned(url: &str) -> Policy {
    Policy::canned(url, at(NOW + 300)).expect("a policy")
}

fn custom(resource: &str) -> Policy {
    Policy::custom(resource, at(NOW + 300)).expect("a policy")
}

/// From 203.0.113.7, now.
fn request<'a>(url: &'a str, cookies: &'a [&'a str]) -> EdgeRequest<'a> {
    EdgeRequest {
        url,
        cookies,
        address: Some(IpAddr::from([203, 0, 113, 7])),
        now: at(NOW),
    }
}

fn verify(signer: &Signer, url: &str) -> Result<(), Refusal> {
    signer.verify(&request(url, &[]))
}

fn cookie_header(cookies: &SignedCookies) -> String {
    let pairs = cookies
        .0
        .iter()
        .map(|(name, value)| format!("{name}={value}"));
    pairs.collect::<Vec<_>>().join("; ")
}
