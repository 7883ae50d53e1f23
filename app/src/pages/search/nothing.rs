//! Help where nothing was found.

use durbar_domain::{
    Locale,
    search::{SearchQuery, SearchResults},
};
use durbar_messages::{self as messages, Label};
use leptos::prelude::*;

/// The search without its words, where filters stay.
fn without_text(query: &SearchQuery) -> Option<SearchQuery> {
    let rest = SearchQuery {
        text: None,
        ..query.clone()
    }
    .on_first_page();
    (query.text.is_some() && !rest.is_unfiltered()).then_some(rest)
}

/// Which single filter to drop, and what that would show.
#[component]
pub fn Nothing(locale: Locale, query: SearchQuery, results: SearchResults) -> impl IntoView {
    let text = if results.loosenings.is_empty() {
        messages::search::nothing_all(locale)
    } else {
        messages::search::nothing_text(locale)
    };
    let bare = SearchQuery {
        layout: query.layout,
        ..SearchQuery::default()
    };
    view! {
        <section class="nothing">
            <h2>{messages::search::nothing(locale)}</h2>
            <p>{text}</p>
            <ul class="nothing__ways" role="list">
                {results
                    .loosenings
                    .into_iter()
                    .map(|loosening| {
                        let to = query.without(loosening.group);
                        let words = messages::search::without(
                            locale,
                            loosening.total.into(),
                            loosening.group.label(locale),
                        );
                        view! {
                            <li><a class="button button--quiet" href=locale.path(&to.path()) data-search-link="">{words}</a></li>
                        }
                    })
                    .collect_view()}
                {without_text(&query).map(|to| view! {
                    <li>
                        <a class="button button--quiet" href=locale.path(&to.path()) data-search-link="">
                            {messages::search::without_text(locale)}
                        </a>
                    </li>
                })}
                <li>
                    <a class="button" href=locale.path(&bare.path()) data-search-link="">
                        {messages::search::start_again(locale)}
                    </a>
                </li>
            </ul>
        </section>
    }
}
