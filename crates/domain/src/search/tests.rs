//! The search rules against plain reckoning over made-up homes.

mod answers;
mod hostile;
mod map;
mod naive;
mod query_strings;
pub(crate) mod random;
