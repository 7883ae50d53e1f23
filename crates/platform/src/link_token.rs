//! Secrets in links: whoever has the link may come in. Only their hash is stored, so the
//! table doesn't tell them; they are shown once.

use crate::keys::Digest;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use std::fmt;

const BYTES: usize = 32;

/// 256 random bits, written as 43 letters, digits, `-` and `_`.
#[derive(Clone, PartialEq, Eq)]
pub struct LinkToken([u8; BYTES]);

impl LinkToken {
    /// One that nobody can guess.
    pub fn random() -> Self {
        let mut bytes = [0; BYTES];
        aws_lc_rs::rand::fill(&mut bytes).expect("the system gives random bytes");
        Self(bytes)
    }

    /// Reads what [`LinkToken::reveal`] gave; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        // One spelling a token: the decoder refuses stray bits at the end.
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        Some(Self(bytes.try_into().ok()?))
    }

    /// The secret itself, for the link alone.
    pub fn reveal(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// What is stored of it: so much chance needs no slow hash.
    pub fn digest(&self) -> Digest {
        Digest::of(&self.0)
    }
}

impl fmt::Debug for LinkToken {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("LinkToken(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_read_back_and_hide() {
        let token = LinkToken::random();
        let text = token.reveal();
        assert_eq!(text.len(), 43);
        assert_eq!(LinkToken::parse(&text), Some(token.clone()));
        assert_ne!(token.digest(), LinkToken::random().digest());
        assert_eq!(format!("{token:?}"), "LinkToken(…)");
        for bad in [
            "",
            "a",
            &text[1..],
            &format!("{text}A"),
            &format!("{text}="),
            "\0",
        ] {
            assert_eq!(LinkToken::parse(bad), None, "{bad:?}");
        }
    }
}
