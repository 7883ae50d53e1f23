//! Asking for premium media, and keeping them open while the visitor stays.

use super::{Progress, page_of};
use crate::{
    islands::{browser::listen, hearts::seems_signed_in},
    locale::use_locale,
    server_functions::{ApiError, open_premium},
};
use durbar_domain::{
    PropertyId,
    premium::{PremiumAnswer, PremiumEntry},
};
use leptos::{prelude::*, task::spawn_local};
use std::{cell::Cell, time::Duration};
use web_sys::{Event, MouseEvent, VisibilityState};

/// The cookies hold for five minutes.
const RENEW_EVERY: Duration = Duration::from_secs(240);

thread_local! {
    /// Whether the cookies are renewed already.
    static KEPT_OPEN: Cell<bool> = const { Cell::new(false) };
}

/// Opens what is open here, unless the link had better be followed: by somebody who isn't
/// signed in, or into another tab.
pub fn open(event: &MouseEvent, listing_id: PropertyId, progress: RwSignal<Progress>) {
    let elsewhere = event.ctrl_key() || event.meta_key() || event.shift_key();
    if elsewhere || !seems_signed_in() {
        return;
    }
    event.prevent_default();
    if progress.get_untracked() == Progress::Asking {
        return;
    }
    progress.set(Progress::Asking);
    spawn_local(async move {
        match open_premium(listing_id).await {
            Ok(answer) if wants_sign_in(&answer) => follow(listing_id),
            Err(ApiError::SignIn) => follow(listing_id),
            Ok(answer) => {
                if answer.open().next().is_some() {
                    keep_open(listing_id);
                }
                progress.set(Progress::Told(answer));
            }
            Err(_) => progress.set(Progress::Failed),
        }
    });
}

/// The session has ended since the page was made.
fn wants_sign_in(answer: &PremiumAnswer) -> bool {
    let mut entries = answer.parts.iter().map(|part| &part.entry);
    entries.any(|entry| *entry == PremiumEntry::SignIn)
}

fn follow(listing_id: PropertyId) {
    let address = use_locale().path(&page_of(listing_id));
    // Refused only while the page is being left already.
    let _ = window().location().set_href(&address);
}

/// Renews the cookies while the page is seen, and when it is seen again.
fn keep_open(listing_id: PropertyId) {
    if KEPT_OPEN.replace(true) {
        return;
    }
    let renew = move || {
        if document().visibility_state() == VisibilityState::Visible {
            spawn_local(async move {
                // What fails now is tried again next time.
                let _ = open_premium(listing_id).await;
            });
        }
    };
    set_interval(renew, RENEW_EVERY);
    listen(&document(), "visibilitychange", move |_: Event| renew());
}
