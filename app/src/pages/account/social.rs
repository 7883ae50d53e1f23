//! Ways to sign in through others, and what is said when one of them led nowhere.

use super::query;
use crate::{
    actions::after,
    components::notice::{Notice, Tone},
    context::AppContext,
};
use durbar_domain::{Locale, account::SocialProvider};
use durbar_messages::{account as words, refused};
use leptos::prelude::*;

/// A link for each provider that is set up; nothing without any. Links rather than a form,
/// since a form may not lead to another site.
#[component]
pub(super) fn SocialWays(locale: Locale) -> impl IntoView {
    let providers = AppContext::get().services.accounts.social_providers();
    if providers.is_empty() {
        return ().into_any();
    }
    let next = form_urlencoded::Serializer::new(String::new())
        .append_pair("next", &after(&query("next")))
        .finish();
    let way = |provider: SocialProvider| {
        let path = format!("/account/social/{}?{next}", provider.key());
        let name = match provider {
            SocialProvider::Google => words::social_google(locale),
            SocialProvider::Apple => words::social_apple(locale),
            SocialProvider::Facebook => words::social_facebook(locale),
        };
        view! {
            <li>
                <a class="button button--quiet" rel="nofollow" href=locale.path(&path)>
                    {name}
                </a>
            </li>
        }
    };
    view! {
        <div class="step__social">
            <p>{words::social_or(locale)}</p>
            <ul role="list">{providers.into_iter().map(way).collect_view()}</ul>
        </div>
    }
    .into_any()
}

/// Why the way through another provider led back here.
#[component]
pub(super) fn SocialRefused(locale: Locale) -> impl IntoView {
    let text = match query("social").as_str() {
        "failed" => words::social_failed(locale),
        "no-address" => words::social_no_address(locale),
        "address-taken" => refused::address_taken(locale),
        _ => return ().into_any(),
    };
    view! {
        <div role="alert">
            <Notice tone=Tone::Alert><p>{text}</p></Notice>
        </div>
    }
    .into_any()
}
