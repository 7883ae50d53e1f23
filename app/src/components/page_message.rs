//! A page that only says something.

use crate::seo::PageHead;
use durbar_domain::Locale;
use durbar_messages::error as words;
use leptos::prelude::*;

/// Head and text of a page that search engines don't keep, with ways on: to the search and
/// the front page, where `children` name no others.
#[component]
pub fn PageMessage(
    locale: Locale,
    /// As of [`PageHead`].
    #[prop(default = "/")]
    path: &'static str,
    title: &'static str,
    text: &'static str,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let ways = children.map_or_else(
        || view! { <WaysOn locale /> }.into_any(),
        |children| children(),
    );
    view! {
        <PageHead locale path title description=text noindex=true />
        <section class="page-message">
            <h1>{title}</h1>
            <p>{text}</p>
            <p class="page-message__ways">{ways}</p>
        </section>
    }
}

#[component]
fn WaysOn(locale: Locale) -> impl IntoView {
    view! {
        <a class="button" href=locale.path("/homes")>{words::to_search(locale)}</a>
        <a class="button button--quiet" href=locale.path("/")>{words::to_home(locale)}</a>
    }
}
