//! One page a file; each reads what it shows, records it, and is made of components.

pub mod account;
pub mod agency;
pub mod alerts;
pub mod broker;
pub mod broker_media;
pub mod brokers;
pub mod calendar;
pub mod compare;
pub mod desk;
pub mod enquiry;
pub mod failure;
pub mod forbidden;
pub mod home;
pub mod licence;
pub mod listing;
pub mod neighbourhood;
pub mod neighbourhoods;
pub mod not_found;
pub mod private_home;
pub mod search;
pub mod shared_list;
mod shortlist;
pub mod text;
