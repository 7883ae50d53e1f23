//! The site through its real router and the real program, each test on a stack of its own.

mod accounts;
mod alerts;
mod caching;
mod command_line;
mod compare;
mod crash;
mod discretion;
mod edits;
mod enquiries;
mod erasure;
mod files;
mod headers;
mod health;
mod hostile;
mod membership;
mod pages;
mod premium;
mod premium_media;
mod request_log;
mod seen;
mod share;
mod shortlists;
mod sitemaps;
mod stop;
mod support;
