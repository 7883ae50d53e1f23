//! What the browser remembers.

use super::Recent;
use crate::islands::browser::{recall, remember};

const KEY: &str = "durbar-recent";
/// The most homes shown; one more is kept, since the page's own is not shown.
const SHOWN: usize = 6;

/// Remembers the home of the page and gives back the others, the latest first.
pub fn visit(current: Option<Recent>) -> Vec<Recent> {
    let text = recall(KEY).unwrap_or_default();
    // What an older page kept in another way counts as nothing.
    let mut homes: Vec<Recent> = serde_json::from_str(&text).unwrap_or_default();
    if let Some(current) = current {
        homes.retain(|home| home.listing_id != current.listing_id);
        let kept = std::iter::once(&current).chain(&homes).take(SHOWN + 1);
        if let Ok(text) = serde_json::to_string(&kept.collect::<Vec<_>>()) {
            remember(KEY, &text);
        }
    }
    homes.truncate(SHOWN);
    homes
}

/// Forgets every home.
pub fn forget() {
    remember(KEY, "");
}
