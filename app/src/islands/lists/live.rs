//! Asking for the visitor's lists, and changing them.

use super::{Panel, Progress, page_of};
use crate::{
    islands::hearts::seems_signed_in,
    locale::use_locale,
    server_functions::{ApiError, create_list, list_ways, put_into_list},
};
use durbar_domain::{ShortlistId, shortlist::ShortlistName};
use leptos::{prelude::*, task::spawn_local};
use web_sys::MouseEvent;

/// Opens or closes the panel, unless the link had better be followed: by somebody who isn't
/// signed in, or into another tab.
pub fn open(event: &MouseEvent, panel: Panel) {
    let elsewhere = event.ctrl_key() || event.meta_key() || event.shift_key();
    if elsewhere || !seems_signed_in() {
        return;
    }
    event.prevent_default();
    match panel.progress.get_untracked() {
        Progress::Asking => return,
        Progress::Open | Progress::Failed => {
            panel.progress.set(Progress::Closed);
            return;
        }
        Progress::Closed => panel.progress.set(Progress::Asking),
    }
    spawn_local(async move {
        match list_ways(panel.listing_id).await {
            Ok(Some(ways)) => {
                panel.ways.set(ways);
                panel.progress.set(Progress::Open);
            }
            // Where it can't be done here the page that does the same says why.
            Ok(None) | Err(_) => follow(panel),
        }
    });
}

/// Keeps a change, or shows again what is kept.
pub fn put(panel: Panel, list: ShortlistId, on: bool) {
    spawn_local(async move {
        let kept = put_into_list(list, panel.listing_id, on).await;
        panel.ways.update(|ways| {
            if let Some(way) = ways.iter_mut().find(|way| way.shortlist_id == list) {
                way.has_home = on == kept.is_ok();
            }
        });
        tell(panel, kept);
    });
}

/// Makes a list of this name with the home in it.
pub fn create(panel: Panel, name: RwSignal<String>) {
    let Ok(wanted) = ShortlistName::parse("name", &name.get_untracked()) else {
        panel.progress.set(Progress::Failed);
        return;
    };
    spawn_local(async move {
        match create_list(wanted, panel.listing_id).await {
            Ok(way) => {
                panel.ways.update(|ways| ways.insert(0, way));
                name.set(String::new());
                panel.progress.set(Progress::Open);
            }
            // Most likely there is no room for another: the page says what would make some.
            Err(ApiError::NotPermitted | ApiError::SignIn) => follow(panel),
            Err(_) => panel.progress.set(Progress::Failed),
        }
    });
}

fn tell(panel: Panel, kept: Result<(), ApiError>) {
    match kept {
        Ok(()) => panel.progress.set(Progress::Open),
        Err(ApiError::SignIn) => follow(panel),
        Err(_) => panel.progress.set(Progress::Failed),
    }
}

fn follow(panel: Panel) {
    let address = use_locale().path(&page_of(panel.listing_id));
    // Refused only while the page is being left already.
    let _ = window().location().set_href(&address);
}
