//! The page for what is somebody else's to do.

use crate::{components::page_message::PageMessage, locale::use_locale, page::PageRecord};
use durbar_messages::{error, refused};
use leptos::prelude::*;

/// 403: of what everybody sees, it is no secret that somebody else may change it.
#[component]
pub fn Forbidden() -> impl IntoView {
    let locale = use_locale();
    expect_context::<PageRecord>().set_status(403);
    view! { <PageMessage locale title=refused::not_permitted(locale) text=error::forbidden(locale) /> }
}
