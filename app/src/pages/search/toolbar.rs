//! How many homes, in which order, laid out how.

use crate::actions::save_path;
use durbar_domain::{
    Locale,
    saved_search::SavedSearch,
    search::{Layout, SearchQuery, Sort},
};
use durbar_messages::{self as messages, Label};
use leptos::prelude::*;
use strum::VariantArray;

#[component]
pub fn Toolbar(locale: Locale, query: SearchQuery, total: u32) -> impl IntoView {
    view! {
        <div class="toolbar">
            <p class="toolbar__count">{messages::search::found(locale, total.into())}</p>
            <SortLinks locale query=query.clone() />
            <LayoutLinks locale query=query.clone() />
            <SaveSearch locale query />
        </div>
    }
    .into_any()
}

/// Saves the search at one press; without an account it leads to a form.
#[component]
fn SaveSearch(locale: Locale, query: SearchQuery) -> impl IntoView {
    let query = SavedSearch::normalized(query);
    view! {
        <form class="toolbar__save" method="post" action=locale.path(&save_path(&query))>
            <input type="hidden" name="action" value="save-search" />
            <input type="hidden" name="search" value=query.to_query_string() />
            <button class="button button--quiet button--small" type="submit">
                {messages::saved_search::save(locale)}
            </button>
        </form>
    }
}

/// A menu of links: it works without scripting and needs no button.
#[component]
fn SortLinks(locale: Locale, query: SearchQuery) -> impl IntoView {
    let current = query.effective_sort();
    let offered = Sort::VARIANTS
        .iter()
        .copied()
        .filter(|sort| *sort != Sort::BestMatch || query.text.is_some());
    view! {
        <details class="menu" data-closes="">
            <summary>{format!("{}: {}", messages::search::sort(locale), current.label(locale))}</summary>
            <ul class="menu__panel" role="list">
                {offered
                    .map(|sort| {
                        let to = SearchQuery { sort: Some(sort), ..query.clone().on_first_page() };
                        let here = (sort == current).then_some("true");
                        view! {
                            <li>
                                <a href=locale.path(&to.path()) data-search-link="" aria-current=here>
                                    {sort.label(locale)}
                                </a>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </details>
    }
}

#[component]
fn LayoutLinks(locale: Locale, query: SearchQuery) -> impl IntoView {
    view! {
        <ul class="layout-switch" role="list" aria-label=messages::search::layout(locale)>
            {Layout::VARIANTS
                .iter()
                .map(|layout| {
                    let to = SearchQuery { layout: *layout, ..query.clone() };
                    let here = (*layout == query.layout).then_some("true");
                    // The map wakes with its page, so these are plain links.
                    view! { <li><a href=locale.path(&to.path()) aria-current=here>{layout.label(locale)}</a></li> }
                })
                .collect_view()}
        </ul>
    }
}
