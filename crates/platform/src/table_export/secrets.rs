//! What an export leaves out.

use crate::keys::{IdentityKey, PrimaryKey};

/// Whether an item proves who somebody is, or keeps count of attempts to. With what these hold
/// somebody could sign tokens, try passwords or end a delay; nobody needs them to read what is
/// in the table, and people choose new passwords where they are lost. Links are in other items
/// too, but as hashes of 256 random bits, which open nothing.
pub(super) fn is_secret(key: PrimaryKey) -> bool {
    let PrimaryKey::Identity(key) = key else {
        return false;
    };
    match key {
        IdentityKey::Credential(_)
        | IdentityKey::Session { .. }
        | IdentityKey::Challenge { .. }
        | IdentityKey::Pending { .. }
        | IdentityKey::Code { .. }
        | IdentityKey::SocialSignIn(_)
        | IdentityKey::Secret
        | IdentityKey::SigningKey(_)
        | IdentityKey::Throttle { .. } => true,
        IdentityKey::Account(_)
        | IdentityKey::Address(_)
        | IdentityKey::Federated(_)
        | IdentityKey::Erasure { .. } => false,
    }
}
