//! Which homes are marked: in the browser, and in the account of who is signed in.

use crate::{
    islands::browser::{recall, remember},
    server_functions::{ApiError, favorites, merge_favorites, set_favorite},
};
use durbar_domain::PropertyId;
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::HtmlDocument;

/// Identifiers with spaces between them, the newest first.
const KEY: &str = "durbar-favorites";
/// The cookie that scripts may see.
const SIGNED_IN: &str = "durbar-signed-in=1";
/// The most homes kept in the browser.
const MAX: usize = 500;

/// The hearts that the browser keeps.
pub fn kept() -> Vec<PropertyId> {
    recall(KEY)
        .unwrap_or_default()
        .split(' ')
        .filter_map(|text| text.parse().ok())
        .collect()
}

pub fn keep(homes: &[PropertyId]) {
    let texts: Vec<String> = homes.iter().take(MAX).map(ToString::to_string).collect();
    remember(KEY, &texts.join(" "));
}

/// Where hearts go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Browser,
    Account,
}

/// The marked homes and where they are. Those of the browser go to the account of somebody
/// who is signed in; what can't be reached leaves the browser's.
pub async fn load() -> (Vec<PropertyId>, Place) {
    let browsers = kept();
    if !seems_signed_in() {
        return (browsers, Place::Browser);
    }
    let known = match browsers.is_empty() {
        true => favorites().await.ok().flatten(),
        false => merge_favorites(browsers.clone()).await.ok(),
    };
    match known {
        Some(homes) => {
            keep(&[]);
            (homes, Place::Account)
        }
        None => (browsers, Place::Browser),
    }
}

/// Whether the server left its mark that somebody signed in: what spares everyone else a
/// request on every page. The mark proves nothing.
pub fn seems_signed_in() -> bool {
    let document = document().dyn_into::<HtmlDocument>().ok();
    let cookies = document.and_then(|document| document.cookie().ok());
    cookies.is_some_and(|text| text.split(';').any(|pair| pair.trim() == SIGNED_IN))
}

/// Marks a home or takes its heart away; in the browser when the session has ended.
pub async fn set(place: Place, homes: &[PropertyId], home: PropertyId, on: bool) -> bool {
    if place == Place::Browser {
        keep(homes);
        return true;
    }
    match set_favorite(home, on).await {
        Ok(()) => true,
        Err(ApiError::SignIn) => {
            keep(homes);
            true
        }
        Err(_) => false,
    }
}
