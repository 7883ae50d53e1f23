//! What the link of an invitation holds.

use crate::shortlists::TokenError;
use durbar_domain::{AgencyId, InvitationId};
use durbar_platform::link_token::LinkToken;
use std::str::FromStr;

/// Which invitation a link is of, and its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyLink {
    pub(super) agency: AgencyId,
    pub(super) invitation: InvitationId,
    pub(super) secret: LinkToken,
}

impl AgencyLink {
    /// The text of the address, as in `agc_….inv_….…`; told once and kept nowhere here.
    pub fn reveal(&self) -> String {
        let secret = self.secret.reveal();
        format!("{}.{}.{secret}", self.agency, self.invitation)
    }
}

impl FromStr for AgencyLink {
    type Err = TokenError;

    fn from_str(text: &str) -> Result<Self, TokenError> {
        let (agency, rest) = text.split_once('.').ok_or(TokenError)?;
        let (invitation, secret) = rest.split_once('.').ok_or(TokenError)?;
        Ok(Self {
            agency: agency.parse().map_err(|_| TokenError)?,
            invitation: invitation.parse().map_err(|_| TokenError)?,
            secret: LinkToken::parse(secret).ok_or(TokenError)?,
        })
    }
}
