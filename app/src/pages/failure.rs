//! Pages for what could not be shown.

use super::{forbidden::Forbidden, not_found::NotFound};
use crate::{
    error::PageError,
    locale::use_locale,
    page::{CachePolicy, PageRecord},
    seo::PageHead,
};
use durbar_messages as messages;
use durbar_services::ServiceError;
use leptos::prelude::*;

/// What a page shows when its use case failed.
pub fn failed(error: ServiceError) -> AnyView {
    match error {
        ServiceError::NotFound => view! { <NotFound /> }.into_any(),
        ServiceError::Refused(_) => view! { <Forbidden /> }.into_any(),
        error => view! { <Unavailable error=error.into() /> }.into_any(),
    }
}

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
