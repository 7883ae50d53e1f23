//! Others whose word for who somebody is we take.

use enumset::EnumSetType;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// A provider that people may sign in through, where the user pool has it.
#[derive(
    Debug, Hash, EnumSetType, Serialize, Deserialize, EnumString, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
pub enum SocialProvider {
    Google,
    Apple,
    Facebook,
}

impl SocialProvider {
    /// The name in addresses and settings, as in `google`.
    pub fn key(self) -> &'static str {
        self.into()
    }

    /// The name Cognito gives it in a user pool.
    pub fn pool_name(self) -> &'static str {
        match self {
            Self::Google => "Google",
            Self::Apple => "SignInWithApple",
            Self::Facebook => "Facebook",
        }
    }
}
