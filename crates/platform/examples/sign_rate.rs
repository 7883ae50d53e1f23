//! How many addresses are signed a second, as a share of the bare signatures that aws-lc-rs
//! makes a second of the same text, with the same key: `make bench` prints it. Both are
//! measured in turns, and the median of the turns' ratios counts, so that whatever else the
//! machine does falls on both alike.

use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use durbar_platform::signer::{Policy, Signer, SigningKey};
use jiff::Timestamp;
use std::{
    error::Error,
    hint::black_box,
    time::{Duration, Instant},
};

const TURNS: usize = 21;
const TURN: Duration = Duration::from_millis(100);
/// Signatures between two looks at the clock.
const BATCH: u32 = 50;
const URL: &str = "https://durbar.example/premium/prp_01jxq5z8k9v2w3x4y5z6a7b8c9/tour.mp4";

fn main() -> Result<(), Box<dyn Error>> {
    // ECDSA signs some twenty times quicker than RSA, so here what is not signing shows most.
    let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING)?;
    let pem = format!(
        "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n",
        STANDARD.encode(pair.to_pkcs8v1()?)
    );
    let signer = Signer::new(SigningKey::from_pem("KBENCH", &pem)?, None);
    let expires = Timestamp::from_second(1_800_000_300)?;
    let (text, random) = (Policy::canned(URL, expires)?.to_json(), SystemRandom::new());

    let bare = || pair.sign(&random, black_box(text.as_bytes())).is_ok();
    let whole = || {
        let policy = Policy::canned(black_box(URL), expires);
        policy
            .and_then(|policy| signer.signed_url(URL, &policy))
            .is_ok()
    };
    let mut turns = Vec::with_capacity(TURNS);
    for _ in 0..TURNS {
        let (bare, whole) = (per_second(&bare), per_second(&whole));
        turns.push((whole / bare, whole));
    }
    turns.sort_by(|one, two| one.0.total_cmp(&two.0));
    let (ratio, signed_urls_per_s) = turns[TURNS / 2];
    println!(
        "{}",
        serde_json::json!({ "ratio": ratio, "signed_urls_per_s": signed_urls_per_s })
    );
    Ok(())
}

/// Calls a second. Panics when one fails.
fn per_second(call: &impl Fn() -> bool) -> f64 {
    let (started, mut count) = (Instant::now(), 0_u32);
    while started.elapsed() < TURN {
        assert!((0..BATCH).all(|_| black_box(call())), "a signature failed");
        count += BATCH;
    }
    f64::from(count) / started.elapsed().as_secs_f64()
}
