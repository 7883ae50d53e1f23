//! The page for an address that leads nowhere.

use crate::{
    locale::use_locale,
    page::{CachePolicy, PageRecord},
    seo::PageHead,
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
        <PageHead
            locale
            path="/"
            title=messages::error::not_found_title(locale)
            description=messages::error::not_found(locale)
            noindex=true
        />
        <section class="page-message">
            <h1>{messages::error::not_found_title(locale)}</h1>
            <p>{messages::error::not_found(locale)}</p>
            <p class="page-message__ways">
                <a class="button" href=locale.path("/homes")>{messages::error::to_search(locale)}</a>
                <a class="button button--quiet" href=locale.path("/")>{messages::error::to_home(locale)}</a>
            </p>
        </section>
    }
}
