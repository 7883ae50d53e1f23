//! The host of Durbar: command line, HTTP, rendered-page cache, and what only HTTP needs.
//!
//! [`http::router`] makes the one router that the program, the tests and AWS Lambda run.

pub mod backups;
pub mod cli;
pub mod create_account;
pub mod demo_accounts;
pub mod eraser;
pub mod error;
pub mod host;
pub mod http;
pub mod import;
pub mod lambda;
pub mod logging;
pub mod metrics;
pub mod pages;
pub mod stack;
pub mod traces;
pub mod visitor;

mod backup;
mod drill;
mod export;
mod listener;
mod progress;
mod restore;
mod run;
mod share;
mod site;
mod verify;

pub use run::run;
