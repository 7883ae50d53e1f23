//! The search's address, whose parts the map changes.

use leptos::prelude::window;
use web_sys::UrlSearchParams;

fn parameters() -> Option<UrlSearchParams> {
    let search = window().location().search().unwrap_or_default();
    UrlSearchParams::new_with_str(&search).ok()
}

/// A parameter of the present address.
pub fn parameter(name: &str) -> Option<String> {
    parameters()?.get(name)
}

/// The present address with these parameters set, or taken out where `None`. A changed
/// search starts on its first page.
pub fn with(changes: &[(&str, Option<&str>)]) -> String {
    let path = window().location().pathname().unwrap_or_default();
    let Some(parameters) = parameters() else {
        return path;
    };
    parameters.delete("page");
    for (name, value) in changes {
        match value {
            Some(value) => parameters.set(name, value),
            None => parameters.delete(name),
        }
    }
    match parameters.to_string().as_string() {
        Some(query) if !query.is_empty() => format!("{path}?{query}"),
        _ => path,
    }
}
