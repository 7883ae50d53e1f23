//! Codes that people read and type: random, in groups of four letters and digits that aren't
//! mistaken for one another.

use crate::{
    identity::{MailCode, RecoveryCode},
    keys::Digest,
    secret::random,
};
use aws_lc_rs::hmac;

/// Crockford's base 32: no i, l, o or u.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// 80 bits: more than the 64 below which ASVS 5.0 (6.6.3) wants attempts to be limited, so
/// that nobody can use up another one's attempts.
const MAIL_CHARACTERS: usize = 16;
/// 120 bits: more than the 112 from which on ASVS 5.0 (6.5.2) takes a plain hash for enough.
const RECOVERY_CHARACTERS: usize = 24;
/// Recovery codes made at a time.
pub(super) const RECOVERY_CODES: usize = 10;

/// A new code to send by mail, as in `7QX2-M9AT-…`.
pub(super) fn mail_code() -> MailCode {
    MailCode::new(random_text(MAIL_CHARACTERS))
}

/// New recovery codes.
pub(super) fn recovery_codes() -> Vec<RecoveryCode> {
    let code = || RecoveryCode::new(random_text(RECOVERY_CHARACTERS));
    std::iter::repeat_with(code).take(RECOVERY_CODES).collect()
}

/// The hash a code is known by; spaces, hyphens and case don't matter, nor what is easily
/// misread.
pub(super) fn digest(key: &hmac::Key, code: &str) -> Digest {
    let plain: String = code
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .take(RECOVERY_CHARACTERS + 1)
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            c => c,
        })
        .collect();
    Digest::keyed(key, plain.as_bytes())
}

fn random_text(characters: usize) -> String {
    let bytes = random::<RECOVERY_CHARACTERS>();
    let mut text = String::with_capacity(characters + characters / 4);
    for (place, byte) in bytes.into_iter().take(characters).enumerate() {
        if place > 0 && place % 4 == 0 {
            text.push('-');
        }
        // 256 is a multiple of 32, so every character is as likely as the others.
        text.push(char::from(ALPHABET[usize::from(byte % 32)]));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn codes_are_groups_of_four_and_never_the_same() {
        let code = mail_code();
        assert_eq!(code.expose().len(), 19);
        assert!(code.expose().split('-').all(|group| group.len() == 4));
        let codes: HashSet<_> = recovery_codes().into_iter().collect();
        assert_eq!(codes.len(), RECOVERY_CODES);
        assert!(codes.iter().all(|code| code.expose().len() == 29));
    }

    #[test]
    fn a_code_is_recognised_however_it_is_typed() {
        let key = hmac::Key::new(hmac::HMAC_SHA256, b"key");
        let of = |text| digest(&key, text);
        assert_eq!(of("10AB-CDEF"), of(" ioab cdef"));
        assert_eq!(of("10AB-CDEF"), of("lOaBcd-ef"));
        assert_ne!(of("10AB-CDEF"), of("10AB-CDEG"));
        assert_ne!(of("10AB-CDEF"), of("10AB-CDEF0"));
        let other = hmac::Key::new(hmac::HMAC_SHA256, b"other");
        assert_ne!(of("10AB-CDEF"), digest(&other, "10AB-CDEF"));
    }
}
