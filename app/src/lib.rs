//! The site. The server renders every page whole; only `#[island]` components reach the
//! browser, each woken in place. Links and forms work before that, and without it.

// A page's view is one type; the deepest ones pass the compiler's default.
#![recursion_limit = "256"]

pub mod components;
pub mod islands;
pub mod locale;
pub mod settings;

#[cfg(feature = "ssr")]
pub mod context;
#[cfg(feature = "ssr")]
pub mod error;
#[cfg(feature = "ssr")]
mod listing_json_ld;
#[cfg(feature = "ssr")]
pub mod page;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
mod routes;
#[cfg(feature = "ssr")]
mod seo;
#[cfg(feature = "ssr")]
mod shell;

pub use islands::*;
#[cfg(feature = "ssr")]
pub use {context::AppContext, shell::shell};
