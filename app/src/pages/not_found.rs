//! The page for an address that leads nowhere.

use crate::{
    components::page_message::PageMessage,
    locale::use_locale,
    page::{CachePolicy, PageRecord},
};
use durbar_messages as messages;
use leptos::prelude::*;

/// 404, in the site's own look.
#[component]
pub fn NotFound() -> impl IntoView {
    let locale = use_locale();
    let record = expect_context::<PageRecord>();
    record.set_status(404);
    record.set_cache(CachePolicy::PAGE);
    view! {
        <PageMessage
            locale
            title=messages::error::not_found_title(locale)
            text=messages::error::not_found(locale)
        />
    }
}
