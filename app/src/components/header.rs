//! The top of every page.

use super::icon::Icon;
use crate::{context::AppContext, islands::Preferences};
use durbar_domain::{Locale, format};
use durbar_messages as messages;
use leptos::prelude::*;

/// Wordmark, ways, language and preferences.
#[component]
pub fn Header(
    locale: Locale,
    /// Path without language prefix, with the query.
    address: String,
) -> impl IntoView {
    let rates = AppContext::get().settings.exchange_rates.clone();
    let rates_note = messages::preferences::rates_note(locale, format::date(rates.as_of, locale));
    let other = locale.other();
    let path = address.split('?').next().unwrap_or_default().to_owned();
    let ways = [
        ("/homes", messages::nav::homes(locale)),
        ("/homes?view=map", messages::nav::map(locale)),
        ("/neighbourhoods", messages::nav::neighbourhoods(locale)),
        ("/brokers", messages::nav::brokers(locale)),
    ];
    let is_map = address.contains("view=map");
    view! {
        <header class="site-header">
            <div class="site-header__inner">
                <a class="wordmark" href=locale.path("/")>{messages::site::name(locale)}</a>
                <nav class="site-nav" aria-label=messages::nav::main(locale)>
                    <ul role="list">
                        {ways
                            .into_iter()
                            .map(|(to, name)| {
                                let here = to.split('?').next() == Some(path.as_str()) && to.contains("view=map") == is_map;
                                let current = here.then_some("page");
                                view! { <li><a href=locale.path(to) aria-current=current>{name}</a></li> }
                            })
                            .collect_view()}
                    </ul>
                </nav>
                <a
                    class="site-header__language"
                    href=other.path(&address)
                    hreflang=other.code()
                    lang=other.code()
                    data-swap="language"
                    id="language-link"
                    title=messages::nav::other_language_hint(locale)
                >
                    {messages::nav::other_language(locale)}
                </a>
                <a class="site-header__account" href=locale.path("/account")>
                    <Icon name="user" />
                    <span class="visually-hidden">{messages::account::title(locale)}</span>
                </a>
                <details class="preferences">
                    <summary class="preferences__toggle">
                        <Icon name="settings" />
                        <span class="visually-hidden">{messages::preferences::title(locale)}</span>
                    </summary>
                    <div class="preferences__panel">
                        <Preferences rates rates_note />
                    </div>
                </details>
            </div>
        </header>
    }
    .into_any()
}
