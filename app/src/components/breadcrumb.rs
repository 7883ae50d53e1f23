//! The way to a page, for people and for search engines.

use crate::{
    context::AppContext,
    seo::{JsonLd, breadcrumb_list},
};
use durbar_domain::Locale;
use durbar_messages as messages;
use leptos::prelude::*;

/// Names and English paths of the pages above, then the page itself.
#[component]
pub fn Breadcrumb(locale: Locale, steps: Vec<(String, String)>) -> impl IntoView {
    let site = AppContext::get().settings.site_url.clone();
    let mut all = vec![(messages::nav::home(locale).to_owned(), "/".to_owned())];
    all.extend(steps);
    let json = breadcrumb_list(&site, locale, &all);
    let last = all.len() - 1;
    view! {
        <nav class="breadcrumb" aria-label=messages::nav::breadcrumb(locale)>
            <ol role="list">
                {all
                    .into_iter()
                    .enumerate()
                    .map(|(index, (name, path))| {
                        if index == last {
                            view! { <li aria-current="page">{name}</li> }.into_any()
                        } else {
                            view! { <li><a href=locale.path(&path)>{name}</a></li> }.into_any()
                        }
                    })
                    .collect_view()}
            </ol>
        </nav>
        <JsonLd value=json />
    }
    .into_any()
}
