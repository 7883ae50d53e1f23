//! Base 64 as CloudFront writes it in addresses: `-` for `+`, `_` for `=`, `~` for `/`.

use base64::{
    Engine as _,
    alphabet::Alphabet,
    engine::general_purpose::{GeneralPurpose, NO_PAD},
};

const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-~";
const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &match Alphabet::new(ALPHABET) {
        Ok(alphabet) => alphabet,
        Err(_) => panic!("64 different characters"),
    },
    NO_PAD,
);

pub(super) fn encode(bytes: &[u8]) -> String {
    let mut text = ENGINE.encode(bytes);
    text.push_str(padding(text.len()));
    text
}

/// The bytes of what [`encode`] wrote. Any other spelling of the same bytes gives `None`, so
/// that an address has one signature.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let digits = text.trim_end_matches('_');
    if text.len() - digits.len() != padding(digits.len()).len() {
        return None;
    }
    // The engine refuses bits left over behind the last byte.
    ENGINE.decode(digits).ok()
}

fn padding(digits: usize) -> &'static str {
    ["", "___", "__", "_"][digits % 4]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_base_64_without_what_addresses_escape() {
        assert_eq!(encode(&[0xfb, 0xff, 0xfe]), "-~~-");
        assert_eq!(encode(b"a"), "YQ__");
        assert_eq!(encode(b"ab"), "YWI_");
        assert_eq!(encode(b""), "");
        for length in 0..70 {
            let bytes: Vec<u8> = (0..length).map(|byte| byte * 37).collect();
            assert_eq!(decode(&encode(&bytes)), Some(bytes));
        }
    }

    #[test]
    fn another_spelling_of_the_same_bytes_is_refused() {
        for other in [
            "YQ==", "YQ", "YQ_", "YQ___", "YR__", "YWJ_", "+//+", "Y Q__", "YQ__\n", "_", "____",
        ] {
            assert_eq!(decode(other), None, "{other}");
        }
    }
}
