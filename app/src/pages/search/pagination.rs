//! Links to the other pages of results.

use durbar_domain::{
    Locale, format,
    search::{SearchQuery, query::Page},
};
use durbar_messages as messages;
use leptos::prelude::*;

/// The pages worth a link: the ends and those around the present one; `None` is a gap.
fn shown_pages(page: u32, pages: u32) -> Vec<Option<u32>> {
    let mut shown = Vec::new();
    let mut last = 0;
    for number in (1..=pages).filter(|n| *n == 1 || *n == pages || n.abs_diff(page) <= 1) {
        if number > last + 1 {
            shown.push(None);
        }
        shown.push(Some(number));
        last = number;
    }
    shown
}

#[component]
pub fn Pagination(locale: Locale, query: SearchQuery, page: u32, pages: u32) -> impl IntoView {
    let address = move |number: u32| {
        locale.path(
            &SearchQuery {
                page: Page(number),
                ..query.clone()
            }
            .path(),
        )
    };
    (pages > 1).then(|| {
        let step = |to: Option<u32>, relation: &'static str, words: &'static str| {
            to.map(|number| {
                view! {
                    <li><a class="pagination__step" href=address(number) rel=relation data-search-link="top">{words}</a></li>
                }
            })
        };
        let previous = step((page > 1).then(|| page - 1), "prev", messages::search::previous(locale));
        let next = step((page < pages).then(|| page + 1), "next", messages::search::next(locale));
        let numbers = shown_pages(page, pages)
            .into_iter()
            .map(|number| match number {
                None => view! { <li class="pagination__gap" aria-hidden="true">"…"</li> }.into_any(),
                Some(number) => {
                    let words = format::number(number.into(), locale);
                    let label = messages::search::page(locale, &words);
                    let here = (number == page).then_some("page");
                    view! {
                        <li>
                            <a href=address(number) aria-label=label aria-current=here data-search-link="top">{words}</a>
                        </li>
                    }
                    .into_any()
                }
            })
            .collect_view();
        view! {
            <nav class="pagination" aria-label=messages::search::pages(locale)>
                <ul role="list">{previous} {numbers} {next}</ul>
            </nav>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_and_neighbours_are_linked() {
        assert_eq!(shown_pages(1, 1), [Some(1)]);
        assert_eq!(shown_pages(2, 4), [Some(1), Some(2), Some(3), Some(4)]);
        let far = [Some(1), None, Some(9), Some(10), Some(11), None, Some(4167)];
        assert_eq!(shown_pages(10, 4167), far);
    }
}
