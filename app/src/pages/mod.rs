//! One page a file; each reads what it shows, records it, and is made of components.

pub mod account;
pub mod alerts;
pub mod broker;
pub mod brokers;
pub mod compare;
pub mod enquiry;
pub mod failure;
pub mod home;
pub mod listing;
pub mod neighbourhood;
pub mod neighbourhoods;
pub mod not_found;
pub mod search;
pub mod shared_list;
mod shortlist;
pub mod text;
