//! What people do here.

use enumset::EnumSetType;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// An account's role; also the name of its group in a Cognito user pool.
#[derive(
    Debug, Hash, EnumSetType, Serialize, Deserialize, EnumString, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
#[enumset(serialize_repr = "list")]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    Buyer,
    Seller,
    Broker,
    Admin,
    Investor,
}

impl Role {
    /// The name in a token and in a group, as in `buyer`.
    pub fn key(self) -> &'static str {
        self.into()
    }

    /// Whether this role may do nothing privileged without a second factor.
    pub fn needs_multi_factor(self) -> bool {
        matches!(self, Role::Broker | Role::Admin)
    }
}
