//! Of a text the first line is an address, the second a cookie and the rest a policy. Address and
//! cookie let nobody in; nor does the policy once it is signed, unless it says plainly that it
//! does: whatever it is, reading it ends, and ends without a panic.

use durbar_platform::signer::{EdgeRequest, Policy, Signer};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use std::sync::LazyLock;

/// One key for all inputs: making one takes longer than reading a policy.
static SIGNER: LazyLock<Signer> = LazyLock::new(Signer::made_up);
const NOW: i64 = 1_800_000_000;

/// Takes a request and a policy.
///
/// # Panics
/// When it is not so.
pub fn body(text: &str) {
    let now = Timestamp::from_second(NOW).expect("a time");
    let mut parts = text.splitn(3, '\n');
    let mut part = || parts.next().unwrap_or_default();
    let (url, cookie, policy) = (part(), part(), part());
    let is_let_in = |url: &str| {
        let request = EdgeRequest {
            url,
            cookies: &[cookie],
            address: None,
            now,
        };
        SIGNER.verify(&request).is_ok()
    };
    assert!(!is_let_in(url), "nobody signed this");
    let resource = "https://durbar.test/premium/tour.mp4";
    let signed = SIGNER.signed_with_any(resource, policy.as_bytes());
    if is_let_in(&signed) {
        allows(policy, resource);
    }
    let Ok(policy) = Policy::custom(url, now + SignedDuration::from_secs(1)) else {
        return;
    };
    if let Ok(signed) = SIGNER.signed_url(resource, &policy) {
        assert!(is_let_in(&signed), "it covers what it signs");
    }
}

/// Read a second time, by less code: one statement, a time that isn't over, and a resource that
/// begins as what is asked for up to the first wildcard.
fn allows(policy: &str, resource: &str) {
    let document: Value = serde_json::from_str(policy).expect("a policy is JSON");
    let statements = document["Statement"].as_array().expect("statements");
    assert_eq!(statements.len(), 1);
    let statement = &statements[0];
    let until = statement["Condition"]["DateLessThan"]["AWS:EpochTime"].as_i64();
    assert!(until.is_some_and(|until| until > NOW), "{until:?}");
    // Without one it is for all that the key opens.
    let pattern = statement["Resource"].as_str().unwrap_or("*");
    let plain = pattern.split(['*', '?']).next().unwrap_or_default();
    assert!(resource.starts_with(plain), "{pattern}");
}
