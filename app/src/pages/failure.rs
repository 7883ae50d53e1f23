//! The page for what could not be read just now.

use crate::{
    error::PageError,
    locale::use_locale,
    page::{CachePolicy, PageRecord},
    seo::PageHead,
};
use durbar_messages as messages;
use leptos::prelude::*;

/// 503 in the site's own look; the cause is in the log, not on the page.
#[component]
pub fn Unavailable(error: PageError) -> impl IntoView {
    let locale = use_locale();
    let record = expect_context::<PageRecord>();
    record.set_status(error.status());
    record.set_cache(CachePolicy::NoStore);
    record.set_failure(&error);
    view! {
        <PageHead
            locale
            path="/"
            title=messages::error::unavailable_title(locale)
            description=messages::error::unavailable(locale)
            noindex=true
        />
        <section class="page-message">
            <h1>{messages::error::unavailable_title(locale)}</h1>
            <p>{messages::error::unavailable(locale)}</p>
        </section>
    }
}
