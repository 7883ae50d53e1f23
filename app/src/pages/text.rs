//! A page that is one long text.

use crate::{
    components::{breadcrumb::Breadcrumb, markdown::TextPage},
    locale::use_locale,
    page::{CachePolicy, PageRecord},
    seo::PageHead,
};
use durbar_messages as messages;
use leptos::prelude::*;

/// About, privacy, terms.
#[component]
pub fn Text(page: TextPage) -> impl IntoView {
    let locale = use_locale();
    expect_context::<PageRecord>().set_cache(CachePolicy::TEXT);
    let text = page.text(locale);
    let steps = vec![(text.title.clone(), page.path().to_owned())];
    view! {
        <PageHead locale path=page.path() title=text.title.clone() description=messages::site::description(locale) />
        <article class="text-page">
            <Breadcrumb locale steps />
            <h1>{text.title}</h1>
            {text.standfirst.map(|standfirst| view! { <p class="standfirst">{standfirst}</p> })}
            <div class="prose" inner_html=text.html></div>
        </article>
    }
    .into_any()
}
