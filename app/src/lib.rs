//! The site. The server renders every page whole; only `#[island]` components reach the
//! browser, each woken in place. Links and forms work before that, and without it.

// A page's view is one type; the deepest ones pass the compiler's default.
#![recursion_limit = "256"]

pub mod components;
pub mod islands;
pub mod locale;
pub mod server_functions;
pub mod settings;

#[cfg(feature = "ssr")]
pub mod actions;
#[cfg(feature = "ssr")]
pub mod context;
#[cfg(feature = "ssr")]
pub mod error;
#[cfg(feature = "ssr")]
pub mod form;
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
#[cfg(feature = "ssr")]
pub mod visitor;

pub use islands::*;
#[cfg(feature = "ssr")]
pub use {context::AppContext, routes::is_private, shell::shell};
