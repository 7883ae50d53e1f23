//! The language of the page at hand.

use durbar_domain::Locale;

/// The page's language: from the address on the server, from `<html lang>` in the browser.
pub fn use_locale() -> Locale {
    #[cfg(feature = "ssr")]
    return leptos::prelude::use_context().unwrap_or_default();
    #[cfg(not(feature = "ssr"))]
    browser_locale()
}

#[cfg(not(feature = "ssr"))]
fn browser_locale() -> Locale {
    let root = leptos::prelude::document().document_element();
    root.and_then(|root| root.get_attribute("lang"))
        .and_then(|code| code.parse().ok())
        .unwrap_or_default()
}
