//! The page for what is somebody else's to do.

use crate::{locale::use_locale, page::PageRecord, seo::PageHead};
use durbar_messages::{error, refused};
use leptos::prelude::*;

/// 403: of what everybody sees, it is no secret that somebody else may change it.
#[component]
pub fn Forbidden() -> impl IntoView {
    let locale = use_locale();
    expect_context::<PageRecord>().set_status(403);
    view! {
        <PageHead
            locale
            path="/"
            title=refused::not_permitted(locale)
            description=error::forbidden(locale)
            noindex=true
        />
        <section class="page-message">
            <h1>{refused::not_permitted(locale)}</h1>
            <p>{error::forbidden(locale)}</p>
            <p class="page-message__ways">
                <a class="button" href=locale.path("/homes")>{error::to_search(locale)}</a>
                <a class="button button--quiet" href=locale.path("/")>{error::to_home(locale)}</a>
            </p>
        </section>
    }
}
