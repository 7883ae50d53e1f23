//! What stands for an account on the pictures it sees.

use durbar_domain::AccountId;

/// Without letters that are taken for digits, since it is read off photographs of screens.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// 40 bits: among a million accounts two may share one.
const LENGTH: usize = 8;
/// Sets this digest apart from any other of the same bytes. Fixed for good: a picture may be
/// traced years later.
const CONTEXT: &str = "durbar 2026-11 reference of a viewer on premium pictures";

/// The reference of an account, as in `7Q2M9XKD`: always the same, and nothing to a stranger,
/// since the identifier it is a digest of is random.
pub fn viewer_reference(account_id: AccountId) -> String {
    let digest = blake3::derive_key(CONTEXT, account_id.to_string().as_bytes());
    // A byte has eight times as many values as the alphabet, so none of them is favoured.
    let places = digest
        .iter()
        .take(LENGTH)
        .map(|byte| usize::from(byte % 32));
    places.map(|place| char::from(ALPHABET[place])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn a_reference_is_short_stable_and_its_accounts_own() {
        let of = |number| viewer_reference(AccountId::from_parts(1, number));
        let all: HashSet<String> = (0..5_000).map(of).collect();
        assert_eq!(all.len(), 5_000);
        assert_eq!(of(1), of(1));
        assert!(
            all.iter()
                .all(|it| it.len() == LENGTH && it.bytes().all(|byte| ALPHABET.contains(&byte)))
        );
        assert_eq!(of(1), "R1X6ZW94");
    }
}
