//! The list and the map point at each other's homes.

use super::live::with_live;
use crate::islands::browser::{event_element, find, find_all, listen};
use web_sys::Event;

/// Follows the pointer and the focus over cards and pills, which stand in `#results` both.
pub fn follow_pointer() {
    if let Some(results) = find("#results") {
        for name in ["mouseover", "focusin"] {
            listen(&results, name, |event: Event| {
                let homes = event_element(&event, "[data-listing]");
                hover(homes.and_then(|homes| homes.get_attribute("data-listing")));
            });
        }
        for name in ["mouseout", "focusout"] {
            listen(&results, name, |_: Event| hover(None));
        }
    }
}

/// Lights up homes in the list and on the map; `listing_ids` is what the element pointed at
/// holds, one or more.
fn hover(listing_ids: Option<String>) {
    let listing_ids: Vec<String> = listing_ids
        .unwrap_or_default()
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    let Some(results) = find("#results") else {
        return;
    };
    for card in find_all(&results, "article.card[data-listing]") {
        let on = card
            .get_attribute("data-listing")
            .is_some_and(|id| listing_ids.contains(&id));
        let _ = card.class_list().toggle_with_force("card--highlit", on);
    }
    with_live(|live| live.markers.hover(listing_ids));
}
