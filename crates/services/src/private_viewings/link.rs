//! What the link of an invitation to look at a home holds.

use crate::shortlists::TokenError;
use durbar_domain::PropertyId;
use durbar_platform::link_token::LinkToken;
use std::str::FromStr;

/// Which home a link opens, and its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrivateLink {
    pub(super) home: PropertyId,
    pub(super) secret: LinkToken,
}

impl PrivateLink {
    /// The text of the address, as in `prp_….…`; told once and kept nowhere here.
    pub fn reveal(&self) -> String {
        format!("{}.{}", self.home, self.secret.reveal())
    }
}

impl FromStr for PrivateLink {
    type Err = TokenError;

    fn from_str(text: &str) -> Result<Self, TokenError> {
        let (home, secret) = text.split_once('.').ok_or(TokenError)?;
        Ok(Self {
            home: home.parse().map_err(|_| TokenError)?,
            secret: LinkToken::parse(secret).ok_or(TokenError)?,
        })
    }
}
