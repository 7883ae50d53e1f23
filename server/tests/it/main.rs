//! The site through its real router and the real program, each test on a stack of its own.

mod accounts;
mod alerts;
mod bearer;
mod caching;
mod command_line;
mod crash;
mod create_account;
mod discretion;
mod edits;
mod enquiries;
mod files;
mod headers;
mod health;
mod hostile;
mod membership;
mod new_password;
mod pages;
mod premium;
mod premium_media;
mod request_log;
mod seen;
mod share;
mod sitemaps;
mod social;
mod stop;
mod support;
