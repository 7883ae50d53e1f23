//! Whoever signs out leaves nothing they typed to the next user of this browser.

use super::aside::{DRAFT, SENT};
use crate::islands::browser::{event_element, find_all, forget, forget_all, listen};
use leptos::prelude::document;
use web_sys::{Element, Event};

/// What a form to sign out sends, here or everywhere.
const SIGN_OUT: &str = "input[name=action][value^=sign-out]";

/// Forgets what was put aside as soon as somebody signs out. It is on every page: the form
/// stands on another one than drafts do.
pub fn forget_drafts_at_sign_out() {
    listen(&document(), "submit", |event: Event| {
        let signs_out = |form: Element| !find_all(&form, SIGN_OUT).is_empty();
        if event_element(&event, "form").is_some_and(signs_out) {
            forget_all(DRAFT);
            forget(SENT);
        }
    });
}
