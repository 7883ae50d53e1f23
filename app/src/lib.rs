//! The site. The server renders every page whole; only `#[island]` components reach the
//! browser, each woken in place. Links and forms work before that, and without it.

pub mod components;
pub mod islands;
pub mod locale;
pub mod settings;

#[cfg(feature = "ssr")]
pub mod context;
#[cfg(feature = "ssr")]
pub mod error;
#[cfg(feature = "ssr")]
pub mod page;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
mod listing_json_ld;
#[cfg(feature = "ssr")]
mod routes;
#[cfg(feature = "ssr")]
mod seo;
#[cfg(feature = "ssr")]
mod shell;

#[cfg(feature = "ssr")]
pub use {context::AppContext, shell::shell};
pub use islands::*;
