//! What both pages of a list show: the account's, and the one of whoever has a link.

mod home;
mod notes;
mod people;
mod undo;
mod votes;

pub use home::Homes;
pub use people::{Members, Share};
pub use undo::Undo;
