//! Help where nothing was found.

use crate::components::card::CardGrid;
use durbar_domain::{
    ListingSummary, Locale,
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

/// Whether words alone are asked for: then no filter can be blamed for finding nothing.
pub fn asks_words_alone(query: &SearchQuery) -> bool {
    query.text.is_some() && without_text(query).is_none()
}

/// Which single filter to drop, and what that would show; for words that no home has, what
/// is new instead.
#[component]
pub fn Nothing(
    locale: Locale,
    query: SearchQuery,
    results: SearchResults,
    instead: Vec<ListingSummary>,
) -> impl IntoView {
    use messages::search as words;
    let unknown = query.text.clone().filter(|_| asks_words_alone(&query));
    let (title, text) = match unknown {
        Some(unknown) => (
            words::nothing_of(locale, unknown),
            words::nothing_of_text(locale),
        ),
        None if results.loosenings.is_empty() => (
            words::nothing(locale).to_owned(),
            words::nothing_all(locale),
        ),
        None => (
            words::nothing(locale).to_owned(),
            words::nothing_text(locale),
        ),
    };
    let bare = SearchQuery {
        layout: query.layout,
        ..SearchQuery::default()
    };
    view! {
        <section class="nothing">
            <h2>{title}</h2>
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
        {(!instead.is_empty()).then(|| view! {
            <section class="nothing__instead" aria-labelledby="instead">
                <h2 id="instead">{messages::home::recent(locale)}</h2>
                <CardGrid locale homes=instead />
            </section>
        })}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_without_filters_are_to_blame_alone() {
        let blamed = |text: &str| asks_words_alone(&SearchQuery::parse(text).0);
        assert!(blamed("q=zzzzqqq"));
        assert!(blamed("q=zzzzqqq&sort=newest&view=list"));
        for other in ["", "in=tokha", "q=zzzzqqq&in=tokha", "q=zzzzqqq&beds=4"] {
            assert!(!blamed(other), "{other}");
        }
    }
}
